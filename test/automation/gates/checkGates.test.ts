import { expect } from "chai";
import { checkGates } from "../../../automation/gates/checkGates";
import type { GateReport } from "../../../automation/report/gateReport";
import type { Gate, GateVerdict } from "../../../automation/gates/gate";
import { VirtualClock } from "../../_helpers/virtualClock";

describe("checkGates", () => {
  const clock = new VirtualClock();
  const after = (name: string, seconds: number, verdict: GateVerdict): Gate => ({
    name,
    check: (signal) => clock.sleep(seconds * 1000, signal).then(() => verdict),
  });
  const green: GateVerdict = { result: "green" };

  async function reportsOf(gates: Gate[], during?: (stop: AbortController) => Promise<void>) {
    const stop = new AbortController();
    const told: GateReport[] = [];
    const all = checkGates(gates, clock, stop.signal, (report) => told.push(report));
    await during?.(stop);
    await clock.advance(100_000);
    return {
      reports: (await all).map(({ gate, result, seconds }) => [gate, result, seconds]),
      told,
    };
  }

  it("checks all of them at once", async () => {
    const { reports, told } = await reportsOf([after("a", 30, green), after("b", 10, green)]);
    expect(reports).to.deep.equal([
      ["a", "green", 30],
      ["b", "green", 10],
    ]);
    expect(told.map(({ gate }) => gate)).to.deep.equal(["b", "a"]);
  });

  it("waits for no other when one is red", async () => {
    const red: GateVerdict = { result: "red", reason: "broken" };
    const { reports } = await reportsOf([after("a", 30, green), after("b", 10, red)]);
    expect(reports).to.deep.equal([
      ["a", "abandoned", 10],
      ["b", "red", 10],
    ]);
  });

  it("ends when the run is cancelled", async () => {
    const { reports } = await reportsOf([after("a", 30, green)], async (stop) => {
      await clock.advance(5000);
      stop.abort(new Error("SIGTERM"));
    });
    expect(reports).to.deep.equal([["a", "cancelled", 5]]);
  });
});
