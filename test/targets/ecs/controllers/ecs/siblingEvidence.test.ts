import type { ServiceRolloutRequest } from "../../../../../targets/ecs/serviceRolloutRequest";
import type { Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { abandonSiblings } from "../../../../../targets/abandonSiblings";
import { createServiceRollouts } from "../../../../../targets/ecs/serviceRollouts";
import type { RolloutController, RolloutResult } from "../../../../../targets/rollout";
import { VirtualClock } from "../../../../_helpers/virtualClock";
import { FakeEcsApi } from "../../_helpers/fakeEcsApi";
import { arnOf, service } from "../../_helpers/records";

describe("evidence of services of one release that fail together", () => {
  let api: FakeEcsApi;
  let clock: VirtualClock;
  let rollouts: RolloutController<ServiceRolloutRequest>;

  beforeEach(() => {
    api = new FakeEcsApi().withoutServiceDeployments();
    clock = new VirtualClock();
    for (const name of ["web", "worker"]) {
      for (let n = 0; n < 2; n++) api.define({ family: name, containerDefinitions: [] });
      api.services.set(name, service({ serviceName: name, taskDefinition: arnOf(`${name}:1`) }));
    }
    rollouts = abandonSiblings(
      createServiceRollouts(api, { clock, random: () => 0.5 }),
      ({ service, taskDefinition }) => ({ target: service, to: taskDefinition }),
    );
  });

  function start(name: string, signal?: AbortSignal): Promise<RolloutResult> {
    const limits = { noProgress: 1800, timeout: 3600 };
    const taskDefinition = arnOf(`${name}:2`);
    return rollouts.roll(
      { cluster: "main", service: name, taskDefinition, limits },
      () => undefined,
      signal,
    );
  }

  /** A task of the service's newest deployment exits, and ECS says what it says of that. */
  function crash(name: string, exitCode: number, rolloutState: "FAILED" | "IN_PROGRESS") {
    const [own] = api.services.get(name)!.deployments!;
    const task: Task = {
      taskArn: `arn:task/main/${name}`,
      startedBy: own!.id,
      lastStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      containers: [{ name: "app", exitCode }],
    };
    api.tasks.set(task.taskArn!, task);
    Object.assign(own!, { rolloutState, failedTasks: 3 });
  }

  /** ECS takes this long for each list of tasks. */
  function listTasksSlowly(milliseconds: readonly number[]) {
    const left = [...milliseconds];
    const listTasks = api.listTasks.bind(api);
    api.listTasks = async (...asked) => {
      await clock.sleep(left.shift() ?? 0);
      return listTasks(...asked);
    };
  }

  const exitCodes = (results: readonly RolloutResult[]) =>
    results.map(({ evidence }) => evidence.stoppedTasks.map(({ exitCode }) => exitCode));

  it("is collected for both where ECS shows both failures in one answer", async () => {
    listTasksSlowly([3_000, 10]);
    const both = [start("web"), start("worker")];
    await clock.advance(1);
    crash("web", 3, "FAILED");
    crash("worker", 4, "FAILED");
    await clock.advance(60_000);
    const results = await Promise.all(both);
    expect(results.map(({ outcome }) => outcome.kind)).to.deep.equal(["failed", "failed"]);
    expect(exitCodes(results)).to.deep.equal([[3], [4]]);
  });

  it("is collected for one whose tasks failed before its sibling's failure ended the wait for it", async () => {
    const both = [start("web"), start("worker")];
    await clock.advance(1);
    crash("web", 3, "FAILED");
    crash("worker", 4, "IN_PROGRESS");
    await clock.advance(60_000);
    const results = await Promise.all(both);
    expect(results.map(({ outcome }) => outcome.kind)).to.deep.equal(["failed", "abandoned"]);
    expect(exitCodes(results)).to.deep.equal([[3], [4]]);
  });

  it("ends when the run is cancelled, even after the rollout was abandoned", async () => {
    const cancel = new AbortController();
    listTasksSlowly([10, 20_000]);
    const both = [start("web"), start("worker", cancel.signal)];
    await clock.advance(1);
    crash("web", 3, "FAILED");
    crash("worker", 4, "IN_PROGRESS");
    await clock.advance(15_000);
    cancel.abort(new Error("cancelled"));
    await clock.advance(1);
    const [, worker] = await Promise.all(both);
    expect(worker?.outcome).to.deep.equal({ kind: "abandoned" });
    expect(worker?.evidence.stoppedTasks).to.be.empty;
  });
});
