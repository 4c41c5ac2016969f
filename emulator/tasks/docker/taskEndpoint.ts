import type Docker from "dockerode";
import type { Container } from "dockerode";
import { messageOf } from "../../../support/errors";
import { endpointAddress, readyPath } from "../endpoint/endpointAddress";
import { execProbe } from "./execProbe";
import { labels } from "./labels";
import type { EndpointSource } from "./ports";
import type { RealTime } from "./realTime";

/** What the endpoint needs of the runtime's options. */
export interface TaskEndpointOptions {
  network: string;
  sandbox: string;
  time: RealTime;
  endpoint: EndpointSource;
}

/** Milliseconds within which a new relay answers. */
const patience = 10_000;

/**
 * Answers at 169.254.170.2:80 to every task of the network: one container has the address and passes connections on to
 * the emulator; each task has a route to it. It can't be an address in the task's own namespace, whose port 80 belongs
 * to the task's containers.
 */
export class TaskEndpoint {
  private started?: Promise<{ relay: Container; address: string } | undefined>;

  constructor(
    private readonly docker: Docker,
    private readonly options: TaskEndpointOptions,
    private readonly image: () => Promise<string>,
  ) {}

  /** The relay's own address in the network; undefined where the emulator can't be reached from there. */
  async address(): Promise<string | undefined> {
    this.started ??= this.start().catch((error: unknown) => {
      this.options.endpoint.warn(
        `Containers get no task metadata and no credentials of the task's role: ${messageOf(error)}`,
      );
      return undefined;
    });
    return (await this.started)?.address;
  }

  async remove(): Promise<void> {
    const started = await this.started;
    await started?.relay.remove({ force: true }).catch(() => undefined);
  }

  private async start(): Promise<{ relay: Container; address: string }> {
    const { network, sandbox, time } = this.options;
    const { hostname, port } = await this.upstream();
    const relay = await this.docker.createContainer({
      Image: await this.image(),
      Entrypoint: ["/busybox"],
      Cmd: ["sh", "-c", relayScript(hostname, port)],
      Labels: { [labels.sandbox]: sandbox },
      HostConfig: {
        NetworkMode: network,
        CapAdd: ["NET_ADMIN"],
        LogConfig: { Type: "none", Config: {} },
      },
    });
    try {
      await relay.start();
      if (!(await execProbe(relay, ["/busybox", "sh", "-c", probe], time.real, patience))) {
        throw new Error(`a container of the network ${network} can't reach ${hostname}:${port}.`);
      }
      const { NetworkSettings } = await relay.inspect();
      const address = NetworkSettings.Networks[network]?.IPAddress;
      if (!address) throw new Error(`the network ${network} gives its containers no address.`);
      return { relay, address };
    } catch (error) {
      await relay.remove({ force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** The emulator as the network sees it: at its gateway, or, where the engine is in a virtual machine, by Docker's name. */
  private async upstream(): Promise<URL> {
    const { network, endpoint } = this.options;
    const { IPAM } = await this.docker.getNetwork(network).inspect();
    const gateway = IPAM?.Config?.map(({ Gateway }) => Gateway).find((a) => a?.includes("."));
    try {
      if (gateway !== undefined) return new URL(await endpoint.listenAt(gateway));
    } catch {
      // Not an address of this machine.
    }
    const { port } = new URL(await endpoint.listenAt("127.0.0.1"));
    return new URL(`http://host.docker.internal:${port}`);
  }
}

const relayScript = (host: string, port: string) =>
  `/busybox ip addr add ${endpointAddress}/32 dev lo && ` +
  `exec /busybox nc -ll -p 80 -e /busybox nc ${host} ${port}`;

const probe =
  `until /busybox wget -q -O /dev/null http://${endpointAddress}${readyPath}; ` +
  `do /busybox usleep 100000; done`;
