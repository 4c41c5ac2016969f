import { isInFlight, isSuccess, type Outcome } from "../../contract/outcome";
import { exitCodes, type ExitCode } from "./exitCodes";

/** From the worst exit code to the least bad one. */
const precedence: readonly ExitCode[] = [
  exitCodes.failedNotRolledBack,
  exitCodes.superseded,
  exitCodes.failedAndRolledBack,
  exitCodes.stillMoving,
  exitCodes.cancelled,
];

/**
 * The exit code of a release whose rollouts ended with these outcomes; the worst one decides.
 * @returns undefined when no service was touched at all
 */
export function verdictOfRollouts(
  outcomes: readonly Outcome[],
  onFailure: "rollback" | "stop",
): ExitCode | undefined {
  const untouched = outcomes.filter((o) => o.kind === "not started");
  if (untouched.length === outcomes.length) return undefined;
  const bad = outcomes.flatMap((outcome) => exitCodeOfOutcome(outcome, onFailure) ?? []);
  const moved = outcomes.some((o) => o.kind === "deployed");
  // Rolled back means every service that moved: none is on the new revision or on its way there.
  const half = bad.includes(exitCodes.failedAndRolledBack) && (moved || outcomes.some(isInFlight));
  const explained = bad.includes(exitCodes.cancelled) || bad.includes(exitCodes.superseded);
  const partial = moved && untouched.length > 0 && !explained;
  if (half || partial) bad.push(exitCodes.failedNotRolledBack);
  return worstOf(bad);
}

/** The exit code of `status --watch`; success where nothing was moving. */
export function verdictOfWatch(outcomes: readonly Outcome[]): ExitCode {
  return worstOf(outcomes.flatMap((outcome) => exitCodeOfOutcome(outcome, "stop") ?? []));
}

/** The worst of several exit codes; success without any. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.success;
}

/** @returns undefined for an outcome that is no failure */
function exitCodeOfOutcome(outcome: Outcome, onFailure: "rollback" | "stop"): ExitCode | undefined {
  if (isSuccess(outcome)) return undefined;
  // Where failed releases are recovered, a service that still moves has not been.
  const moving = onFailure === "stop" ? exitCodes.stillMoving : exitCodes.failedNotRolledBack;
  switch (outcome.kind) {
    case "rolled back":
      return outcome.finished ? exitCodes.failedAndRolledBack : moving;
    case "timed out":
    case "abandoned":
      return moving;
    case "superseded":
      return exitCodes.superseded;
    case "unknown":
      return exitCodes.stillMoving;
    case "cancelled":
      return exitCodes.cancelled;
    case "gone":
      // A deleted service has nothing to recover; the others were recovered.
      return onFailure === "rollback"
        ? exitCodes.failedAndRolledBack
        : exitCodes.failedNotRolledBack;
    case "failed":
    case "stopped":
      return exitCodes.failedNotRolledBack;
    default:
      return undefined;
  }
}
