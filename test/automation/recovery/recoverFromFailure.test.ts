import { expect } from "chai";
import { shouldRecover } from "../../../automation/recovery/recoverFromFailure";
import type { GateReport } from "../../../automation/report/gateReport";
import { engineFacts, releaseFacts } from "../_helpers/releaseFacts";

const running = new AbortController().signal;
const good = engineFacts({ web: { kind: "deployed" }, worker: { kind: "deployed" } });
const bad = engineFacts({ web: { kind: "failed", cause: "tasks" } }, { succeeded: false });
const gates = (...results: GateReport["result"][]) =>
  results.map((result) => ({ gate: "http", result, seconds: 1 }));

describe("shouldRecover", () => {
  it("does not recover a release that succeeded", () => {
    expect(shouldRecover(releaseFacts(good), running)).to.equal(false);
    expect(shouldRecover(releaseFacts(good, { gates: gates("green") }), running)).to.equal(false);
  });

  it("recovers a release that failed, unless the run was cancelled", () => {
    expect(shouldRecover(releaseFacts(bad), running)).to.equal(true);
    expect(shouldRecover(releaseFacts(bad), AbortSignal.abort())).to.equal(false);
  });

  it("recovers a release with a red gate, unless a signal ended the other gates", () => {
    const red = releaseFacts(good, { gates: gates("red", "abandoned") });
    expect(shouldRecover(red, running)).to.equal(true);
    const cut = releaseFacts(good, { gates: gates("red", "cancelled") });
    expect(shouldRecover(cut, running)).to.equal(false);
  });

  it("recovers nothing where a gate could not be checked, because the release may be good", () => {
    const unknown = releaseFacts(good, { gates: gates("unknown") });
    expect(shouldRecover(unknown, running)).to.equal(false);
  });

  it("recovers nothing under the policy stop", () => {
    expect(shouldRecover(releaseFacts(bad, { onFailure: "stop" }), running)).to.equal(false);
  });
});
