import { expect } from "chai";
import type { ReleaseFacts } from "../../../automation/report/releaseFacts";
import { reportOf } from "../../../automation/report/reportOf";
import { verdictOf } from "../../../automation/report/verdictOf";
import type { Outcome } from "../../../contract/outcome";
import { engineFacts, recoveryFacts, releaseFacts } from "../_helpers/releaseFacts";

const deployed: Outcome = { kind: "deployed" };
const failed: Outcome = { kind: "failed", cause: "tasks" };
const report = (facts: ReleaseFacts) => reportOf(facts, verdictOf(facts));

describe("reportOf", () => {
  it("names a service that the program did not release, because its silence is no success", () => {
    const { failures, exitCode, nothingToDo } = report(
      releaseFacts(engineFacts({ web: { kind: "unchanged" } })),
    );
    expect(exitCode).to.equal(1);
    expect(nothingToDo).to.equal(false);
    expect(failures).to.have.length(1);
    expect(failures[0]?.code).to.equal("SERVICE_NOT_RELEASED");
    expect(failures[0]?.message).to.match(/^worker was not released.*slipway:services/);
  });

  it("gives each outcome its kind and all that is known of it, as programs read both", () => {
    const [web] = report(releaseFacts(engineFacts({ web: failed, worker: deployed }))).services;
    expect(web).to.include({ outcome: "failed" });
    expect(web?.detail).to.deep.equal(failed);
  });

  it("says where a service is after its recovery, and keeps the release's own outcome beside it", () => {
    const engine = engineFacts({ web: failed, worker: deployed }, { succeeded: false });
    const recovery = recoveryFacts({ web: deployed, worker: { kind: "unknown" } });
    const { services, leftRevisions } = report(releaseFacts(engine, { recovery }));
    expect(
      services.map(({ outcome, recovery, now }) => [outcome, recovery?.outcome, now]),
    ).to.deep.equal([
      ["failed", "deployed", "back on web:1"],
      ["deployed", "unknown", "not known: on its way from worker:2 to worker:1 when last seen"],
    ]);
    expect(services[1]?.recovery?.next).to.include("slipway rollback staging --to worker:1");
    expect(leftRevisions).to.deep.equal(["web:2", "worker:2"]);
  });

  it("changes no fact, so that every reader of the facts sees the same", () => {
    const engine = engineFacts({ web: failed, worker: deployed }, { succeeded: false });
    const facts = releaseFacts(engine, { recovery: recoveryFacts({ web: deployed }) });
    const before = structuredClone(facts);
    report(facts);
    expect(facts).to.deep.equal(before);
  });
});
