import { exitCodes, type ExitCode } from "../report/exitCodes";
import { checkGates, type GateReport } from "./checkGates";
import { messages } from "../io/messages";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import { releaseGates, type AlarmsBefore } from "./releaseGates";
import type { FailureReport, ReleaseReport } from "../report/releaseReport";

/**
 * Checks the gates of a release whose rollouts all ended well. Brings nothing back: a red gate is in
 * the report, as a failure and in its exit code.
 */
export async function passGates(
  context: ActionContext,
  { settings }: OpenRelease,
  report: ReleaseReport,
  before: AlarmsBefore,
): Promise<ReleaseReport> {
  const { clock, io, signal } = context;
  if (report.exitCode !== exitCodes.success || settings.gates.length === 0) return report;
  const moved = report.services.some(({ outcome }) => outcome === "deployed");
  const gates = releaseGates(context, settings, before, moved);
  if (gates.length === 0) return report;
  for (const { name } of gates) io.notify(messages.gateStarted({ gate: name }));
  const ended = await checkGates(gates, clock, signal, (gate) =>
    io.notify(messages.gateEnded(gate)),
  );
  const failures = ended.flatMap((gate) => failureOf(gate, moved, settings.stack));
  return {
    ...report,
    gates: ended,
    exitCode: exitCodeOfGates(ended),
    nothingToDo: report.nothingToDo && failures.length === 0,
    failures: [...report.failures, ...failures],
  };
}

/** What gates come to, before anything is brought back. */
export function exitCodeOfGates(gates: readonly GateReport[]): ExitCode {
  const has = (result: GateReport["result"]) => gates.some((gate) => gate.result === result);
  if (has("red")) return exitCodes.failedNotRolledBack;
  if (has("cancelled")) return exitCodes.cancelled;
  return has("unknown") ? exitCodes.stillMoving : exitCodes.success;
}

function failureOf(
  { gate, result, reason = "" }: GateReport,
  moved: boolean,
  stack: string,
): FailureReport[] {
  if (result === "unknown") {
    return [{ code: "GATE_UNKNOWN", message: `${gate} could not be checked: ${reason}` }];
  }
  if (result !== "red") return [];
  const back = `\nThis run has moved no service, so none was brought back. slipway rollback ${stack} goes back.`;
  return [{ code: "GATE_FAILED", message: `${gate} is red: ${reason}${moved ? "" : back}` }];
}
