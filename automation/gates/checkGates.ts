import type { Clock } from "../../support/clock";
import type { GateReport } from "../report/gateReport";
import type { Gate } from "./gate";

/**
 * Checks all gates at once; the first red one ends the others.
 * @param onEnd as each one ends
 * @returns in the order of `gates`; never rejects
 */
export function checkGates(
  gates: readonly Gate[],
  clock: Clock,
  signal: AbortSignal,
  onEnd: (report: GateReport) => void,
): Promise<GateReport[]> {
  const red = new AbortController();
  const any = AbortSignal.any([signal, red.signal]);
  return Promise.all(
    gates.map(async (gate) => {
      const began = clock.monotonic();
      const verdict = await gate.check(any).catch((error: unknown) => {
        if (signal.aborted) return { result: "cancelled" } as const;
        if (red.signal.aborted) return { result: "abandoned" } as const;
        const reason = error instanceof Error ? error.message : String(error);
        return { result: "unknown", reason } as const;
      });
      const seconds = Math.round((clock.monotonic() - began) / 1000);
      const report: GateReport = { gate: gate.name, ...verdict, seconds };
      onEnd(report);
      if (verdict.result === "red") red.abort(new Error(`${gate.name} is red`));
      return report;
    }),
  );
}
