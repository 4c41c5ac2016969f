import type Docker from "dockerode";
import type { Clock } from "../../../support/clock";
import { endpointAddress } from "../endpoint/endpointAddress";
import type { TaskAddress, TaskSpec } from "../taskRuntime";
import { execProbe } from "./execProbe";
import { fluentBitRouter, forwardPort } from "./logging/fireLens";
import { labels } from "./labels";
import { pauseCommand } from "./pauseImage";

/** A task's network namespace: the containers of the task join it and share localhost, as under awsvpc. */
export interface TaskNetwork {
  pauseId: string;
  address: TaskAddress;
  /** Whether the task endpoint can be reached in it. */
  endpoint: boolean;
  /** Of 127.0.0.1, where the task has a log router. */
  routerPort?: number;
}

export interface TaskNetworkOptions {
  image: string;
  network: string;
  sandbox: string;
  /** Address of the task endpoint in the network. */
  endpoint?: string;
  /** Real time. */
  clock: Clock;
}

const routerKey = `${forwardPort}/tcp`;

/** Milliseconds that the engine may take to set a route. */
const routeTime = 10_000;

/**
 * Starts the container that holds the namespace, with every container port of the task published on a free port of
 * 127.0.0.1.
 */
export async function startTaskNetwork(
  docker: Docker,
  task: TaskSpec,
  { image, network, sandbox, endpoint, clock }: TaskNetworkOptions,
): Promise<TaskNetwork> {
  const mappings = task.containers.flatMap((container) =>
    container.portMappings.map(({ containerPort, protocol = "tcp" }) => ({
      container: container.name,
      containerPort,
      protocol,
      key: `${containerPort}/${protocol}`,
    })),
  );
  const published = [
    ...mappings.map(({ key }) => key),
    ...(fluentBitRouter(task) ? [routerKey] : []),
  ];
  const pause = await docker.createContainer({
    name: `slipway-${sandbox}-${task.taskId}`,
    Image: image,
    Entrypoint: pauseCommand.slice(0, 1),
    Cmd: pauseCommand.slice(1),
    Labels: { [labels.sandbox]: sandbox, [labels.task]: task.taskId },
    ExposedPorts: Object.fromEntries(published.map((key) => [key, {}])),
    HostConfig: {
      NetworkMode: network,
      // For the route to the endpoint; the task's own containers don't get it.
      CapAdd: endpoint === undefined ? [] : ["NET_ADMIN"],
      PortBindings: Object.fromEntries(
        published.map((key) => [key, [{ HostIp: "127.0.0.1", HostPort: "" }]]),
      ),
      LogConfig: { Type: "none", Config: {} },
    },
  });
  try {
    await pause.start();
    if (endpoint !== undefined) {
      const route = ["/busybox", "ip", "route", "add", `${endpointAddress}/32`, "via", endpoint];
      if (!(await execProbe(pause, route, clock, routeTime))) {
        throw new Error(`no route to the task endpoint by ${endpoint}`);
      }
    }
  } catch (error) {
    await pause.remove({ force: true });
    throw error;
  }
  const { NetworkSettings: settings } = await pause.inspect();
  const routerPort = settings.Ports[routerKey]?.[0]?.HostPort;
  return {
    pauseId: pause.id,
    endpoint: endpoint !== undefined,
    routerPort: routerPort === undefined ? undefined : Number(routerPort),
    address: {
      privateIpv4Address: settings.Networks[network]?.IPAddress,
      ports: mappings.flatMap(({ key, ...mapping }) => {
        const published = settings.Ports[key]?.[0];
        return published ? [{ ...mapping, hostPort: Number(published.HostPort) }] : [];
      }),
    },
  };
}
