import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { exitCodes } from "../../../automation/report/exitCodes";
import type { Notice } from "../../../automation/notify/notice";
import type { Notifier } from "../../../automation/notify/notifier";
import type { Outcome } from "../../../contract/outcome";
import { errorFrom } from "../../_helpers/errorFrom";
import { actionContext, stackConfig } from "../_helpers/actionContext";
import { image, revision, rolled } from "../_helpers/engineEvents";
import type { Scenario } from "../_helpers/fakeWorkspace";

const request = { stack: "staging", flags: {} };
const failed: Outcome = { kind: "rolled back", by: "breaker", finished: true, to: "mage-web:1" };

function scenario(outcome: Outcome): Scenario {
  return {
    config: { ...stackConfig, "slipway:services": '["mage-web"]' },
    events: [
      image({ name: "mage", action: "existing", reference: "repo/mage:new" }),
      revision("mage-web", 1),
      ...rolled("mage-web", outcome, { reason: "the app exited with 3" }),
    ],
    result: { succeeded: outcome.kind === "deployed", cancelled: false },
  };
}

describe("a release whose settings name a channel", () => {
  let told: Notice[];
  const listener: Notifier = {
    name: "Slack",
    tell: (notice) => Promise.resolve(void told.push(notice)),
  };
  const deaf: Notifier = { name: "Slack", tell: () => Promise.reject(new Error("down")) };
  const env = { BUILDKITE_BUILD_URL: "https://bk/7", BUILDKITE_JOB_ID: "j", USER: "ann" };
  beforeEach(() => {
    told = [];
  });

  it("tells that it has begun, and the result in the end", async () => {
    const context = actionContext(scenario({ kind: "deployed" }), { notifiers: [listener], env });
    const report = await up(context, request);
    expect(told.map(({ state }) => state)).to.deep.equal(["started", "ended"]);
    expect(told[1]).to.deep.include({ environment: "staging", by: "ann", link: "https://bk/7#j" });
    expect(told[1]?.report).to.deep.equal(report);
  });

  it("sends the reason of a failure once the recovery has ended", async () => {
    const context = actionContext(scenario(failed), { notifiers: [listener] });
    const report = await up(context, request);
    expect(report.exitCode).to.not.equal(exitCodes.success);
    expect(told[1]?.report).to.deep.equal(report);
    expect(told[1]?.report?.services[0]?.reason).to.equal("the app exited with 3");
  });

  it("tells what broke off, and goes on to fail with it", async () => {
    const context = actionContext(scenario(failed), { notifiers: [listener] });
    context.fake.up = () => Promise.reject(new Error("the engine is gone"));
    expect((await errorFrom(up(context, request))).message).to.equal("the engine is gone");
    expect(told[1]?.error).to.deep.equal({
      ...{ code: "UNEXPECTED", message: "the engine is gone", exitCode: 1 },
    });
  });

  it("ends with the same exit code when a channel fails, and warns", async () => {
    for (const outcome of [failed, { kind: "deployed" } as const]) {
      const context = actionContext(scenario(outcome), { notifiers: [deaf] });
      const alone = await up(actionContext(scenario(outcome)), request);
      expect(await up(context, request)).to.deep.equal(alone);
      expect(context.io.texts.filter((text) => text.includes("notified"))).to.deep.equal([
        "Slack could not be notified: down.",
      ]);
    }
  });
});
