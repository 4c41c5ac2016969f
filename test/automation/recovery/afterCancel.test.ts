import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { Cancelled } from "../../../automation/release/errors";
import { exitCodes } from "../../../automation/report/exitCodes";
import { encodeEvent } from "../../../contract/events";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { actionContext, commit, stackConfig } from "../_helpers/actionContext";
import { debug, error, revision, rolled } from "../_helpers/engineEvents";
import type { EngineResult } from "../../../automation/workspace/workspace";
import type { EngineEventLike } from "../../../automation/workspace/engineNotice";

const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
const request = { stack: "staging", flags: {} };

describe("a release that is cancelled before a service moves", () => {
  let registry: FakeRegistry;
  beforeEach(() => {
    registry = new FakeRegistry();
    registry.images.set(`${repository}:staging`, "sha256:old");
  });

  /** Cancelled when the build has pushed both tags. */
  function cancelled(
    signal: string,
    events: EngineEventLike[] = [],
    onFailure = "rollback",
    result: EngineResult = { succeeded: false, cancelled: true },
  ) {
    const stop = new AbortController();
    const rollout = JSON.stringify({ onFailure });
    const context = actionContext(
      {
        config: { ...stackConfig, "slipway:rollout": rollout },
        events,
        result,
      },
      { signal: stop.signal, registry },
    );
    const run = context.fake.up.bind(context.fake);
    context.fake.up = (options) => {
      for (const tag of [commit, "staging"]) {
        registry.images.set(`${repository}:${tag}`, "sha256:new");
      }
      stop.abort(new Cancelled(signal));
      return run(options);
    };
    return up(context, request);
  }
  const tag = () => registry.images.get(`${repository}:staging`);

  it("recovers the environment's tag, and reports it", async () => {
    const report = await cancelled("SIGINT");
    expect(tag()).to.equal("sha256:old");
    expect(report.exitCode).to.equal(exitCodes.cancelled);
    expect(report.imageTags?.map(({ result }) => result)).to.deep.equal(["back"]);
  });

  it("leaves the tag where a service was touched, or under the policy stop", async () => {
    const moving = [revision("mage-web", 1), ...rolled("mage-web", { kind: "cancelled" })];
    await cancelled("SIGINT", moving);
    expect(tag()).to.equal("sha256:new");
    await cancelled("SIGINT", [], "stop");
    expect(tag()).to.equal("sha256:new");
  });

  it("leaves the tag where the release succeeded in spite of the signal", async () => {
    const services = ["mage-web", "mage-worker"];
    const events = services.flatMap((name) => rolled(name, { kind: "deployed" }));
    const ended = { succeeded: true, cancelled: true };
    const report = await cancelled("SIGINT", events, "rollback", ended);
    expect(tag()).to.equal("sha256:new");
    expect(report.exitCode).to.equal(exitCodes.success);
  });

  it("leaves the tag where only the terminal was lost", async () => {
    await cancelled("SIGHUP");
    expect(tag()).to.equal("sha256:new");
  });

  it("says that a one-off task goes on, and how to end it", async () => {
    const taskArn = "arn:aws:ecs:us-east-1:123456789012:task/mage/1";
    const task = { type: "task", service: "mage-web", phase: "running", taskArn } as const;
    const report = await cancelled("SIGINT", [
      debug(encodeEvent(task)),
      error("The engine cancelled the operation.", "slipway:ecs:TaskRun", "release-migration"),
    ]);
    expect(report.warnings.join()).to.match(/goes on in ECS.*stop-task --cluster mage --task arn:/);
    expect(report.failures.map(({ message }) => message).join()).not.to.contain("engine cancelled");
  });
});
