import { expect } from "chai";
import { eventLog } from "../../../_helpers/eventLog";
import { TestEmulator } from "../../../_helpers/testEmulator";

const breaker = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
};
const unreachable =
  "ResourceInitializationError: unable to pull secrets or registry auth: dial tcp 10.0.0.1:443: i/o timeout";

/** Seconds since midnight. */
function clockTime(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

/** Compares an emulated log with a live one: the same messages in the same order, at about the same times. */
function expectLikeLive(
  log: { at: number; message: string }[],
  live: [time: string, message: string][],
  tolerance: number,
): void {
  expect(log.map((e) => e.message)).to.deep.equal(live.map(([, message]) => message));
  const start = clockTime(live[0]![0]);
  live.forEach(([time], i) => {
    const emulated = (log[i]!.at - log[0]!.at) / 1000;
    expect(emulated, `${time} ${log[i]!.message}`).to.be.closeTo(
      clockTime(time) - start,
      tolerance,
    );
  });
}

describe("emulator: live logs replayed", () => {
  let aws: TestEmulator;
  afterEach(() => aws.close());

  it("match ECS's own events where the registry is unreachable and the breaker rolls back", async () => {
    aws = await TestEmulator.start({
      scenario: {
        tasks: [{ family: "broken", provision: 285, provisionError: unreachable, remove: 48 }],
        api: [],
      },
    });
    const { loadBalancers } = await aws.balance();
    const before = await aws.steadyService({ loadBalancers, ...breaker });
    const old = before.deployments![0]!.id!;
    const broken = await aws.register({ family: "broken" });
    const updated = await aws.deploy(broken);
    const mine = updated.deployments![0]!.id!;
    const started = updated.deployments![0]!.createdAt!.getTime();
    await aws.pass(1800);
    const failure = `was unable to place a task. Reason: ${unreachable}.`;
    expectLikeLive(
      eventLog(await aws.describe(), started),
      [
        ["09:46:39.773", "has started 1 tasks: (task)."],
        ["09:51:27.988", failure],
        ["09:52:09.328", "has started 1 tasks: (task)."],
        ["09:56:57.277", failure],
        ["09:57:27.552", "has started 1 tasks: (task)."],
        ["10:02:16.634", failure],
        ["10:07:13.157", "has started 1 tasks: (task)."],
        ["10:07:16.029", `(deployment ${mine}) deployment failed: tasks failed to start.`],
        ["10:07:16.030", `rolling back to deployment ${old}.`],
        ["10:07:18.816", "stopped 1 pending tasks."],
        ["10:08:09.230", `(deployment ${old}) deployment completed.`],
        ["10:08:09.231", "has reached a steady state."],
      ],
      5,
    );
  });

  it("match ECS's own events of a good rollout of one task behind a load balancer", async () => {
    aws = await TestEmulator.start({
      scenario: {
        tasks: [{ family: "good", provision: 14, pull: 14, start: 8 }],
        api: [],
      },
      ecs: { pace: { pass: 3_000, deregister: 10_000 } },
    });
    const { group, loadBalancers } = await aws.balance();
    const before = await aws.steadyService({ loadBalancers });
    const old = before.deployments![0]!.id!;
    const updated = await aws.deploy(await aws.register({ family: "good" }));
    const { id, createdAt } = updated.deployments![0]!;
    await aws.pass(600);
    expectLikeLive(
      eventLog(await aws.describe(), createdAt!.getTime()).map(({ at, message }) => ({
        at,
        message: message.replace("(service web, ", "("),
      })),
      [
        ["22:03:01", "has started 1 tasks: (task)."],
        ["22:03:42", `registered 1 targets in (target-group ${group})`],
        ["22:04:32", "has stopped 1 running tasks: (task)."],
        ["22:04:42.516", `deregistered 1 targets in (target-group ${group})`],
        ["22:04:42.522", `(taskSet ${old}) has begun draining connections on 1 tasks.`],
        ["22:05:34.385", `(deployment ${id!}) deployment completed.`],
        ["22:05:34.386", "has reached a steady state."],
      ],
      20,
    );
  });
});
