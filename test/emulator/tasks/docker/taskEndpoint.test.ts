import { PassThrough } from "node:stream";
import { expect } from "chai";
import type Docker from "dockerode";
import type { ContainerCreateOptions } from "dockerode";
import { TaskEndpoint } from "../../../../emulator/tasks/docker/taskEndpoint";
import { VirtualClock } from "../../../_helpers/virtualClock";

/** As much of an engine as a task endpoint asks for. */
class FakeEngine {
  readonly created: ContainerCreateOptions[] = [];
  readonly listening: string[] = [];
  readonly warnings: string[] = [];
  running = 0;

  /** @param reachable whether its containers get through to the emulator */
  constructor(
    private readonly reachable: boolean,
    private readonly gatewayIsHere = true,
  ) {}

  endpoint(): TaskEndpoint {
    const clock = new VirtualClock();
    return new TaskEndpoint(
      this.docker(),
      {
        network: "tasks",
        sandbox: "5a",
        time: { emulated: clock, real: clock, scale: 1 },
        endpoint: {
          listenAt: (host) => {
            if (host === "172.18.0.1" && !this.gatewayIsHere) {
              return Promise.reject(new Error("listen EADDRNOTAVAIL"));
            }
            this.listening.push(host);
            return Promise.resolve(`http://${host}:4001`);
          },
          warn: (text) => this.warnings.push(text),
        },
      },
      () => Promise.resolve("pause"),
    );
  }

  private docker(): Docker {
    const relay = {
      start: () => Promise.resolve(this.running++),
      remove: () => Promise.resolve(this.running--),
      inspect: () =>
        Promise.resolve({ NetworkSettings: { Networks: { tasks: { IPAddress: "172.18.0.2" } } } }),
      exec: () =>
        Promise.resolve({
          start: () => Promise.resolve(new PassThrough().end()),
          inspect: () => Promise.resolve({ ExitCode: this.reachable ? 0 : 1 }),
        }),
    };
    const network = { IPAM: { Config: [{ Gateway: "fd00::1" }, { Gateway: "172.18.0.1" }] } };
    const engine = {
      getNetwork: () => ({ inspect: () => Promise.resolve(network) }),
      createContainer: (options: ContainerCreateOptions) => {
        this.created.push(options);
        return Promise.resolve(relay);
      },
    };
    return engine as unknown as Docker;
  }
}

describe("TaskEndpoint", () => {
  it("starts one relay, which leads from the network to its gateway, where the emulator listens", async () => {
    const engine = new FakeEngine(true);
    const endpoint = engine.endpoint();
    expect(await Promise.all([endpoint.address(), endpoint.address()])).to.deep.equal([
      "172.18.0.2",
      "172.18.0.2",
    ]);
    expect(engine.listening).to.deep.equal(["172.18.0.1"]);
    expect(engine.created).to.have.length(1);
    expect(engine.created[0]).to.deep.include({ Labels: { "slipway.sandbox": "5a" } });
    expect(engine.created[0]!.Cmd!.at(-1)).to.match(/nc 172\.18\.0\.1 4001$/);
    await endpoint.remove();
    expect(engine.running).to.equal(0);
  });

  it("leads to Docker's name of this machine when the gateway is on another one", async () => {
    const engine = new FakeEngine(true, false);
    await engine.endpoint().address();
    expect(engine.listening).to.deep.equal(["127.0.0.1"]);
    expect(engine.created[0]!.Cmd!.at(-1)).to.match(/nc host\.docker\.internal 4001$/);
  });

  it("warns once that the emulator can't be reached, and leaves no relay behind", async () => {
    const engine = new FakeEngine(false);
    const endpoint = engine.endpoint();
    expect(await endpoint.address()).to.equal(undefined);
    expect(await endpoint.address()).to.equal(undefined);
    expect(engine.warnings).to.have.length(1);
    expect(engine.warnings[0]).to.match(/no task metadata.*can't reach 172\.18\.0\.1:4001/);
    expect(engine.running).to.equal(0);
    await endpoint.remove();
  });
});
