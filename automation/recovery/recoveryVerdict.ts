import type { Outcome } from "../../contract/outcome";
import { exitCodes, type ExitCode } from "../report/exitCodes";
import { worstOf } from "../report/releaseVerdict";

/** A service of a release that was brought back. */
export interface BroughtBack {
  /** How the release's own rollout ended; not started without. */
  readonly outcome: Outcome;
  /** How its way back ended; `impossible` where there was none, undefined where none was needed. */
  readonly restored?: Outcome | "impossible";
}

/** The exit code of a failed release after everything that it moved was to be brought back. */
export function exitCodeOfRestore(services: readonly BroughtBack[]): ExitCode {
  const codes = services.flatMap((service) => exitCodeOf(service) ?? []);
  // Not fully: one is somewhere, and nobody knows where.
  const lost = codes.includes(exitCodes.stillMoving);
  return worstOf(lost ? [...codes, exitCodes.failedNotRolledBack] : codes);
}

function exitCodeOf({ outcome, restored }: BroughtBack): ExitCode | undefined {
  if (restored === "impossible") return exitCodes.failedNotRolledBack;
  if (restored === undefined) return codeWithoutRestore(outcome);
  switch (restored.kind) {
    case "deployed":
    case "unchanged":
    case "gone":
      return exitCodes.failedAndRolledBack;
    case "superseded":
      return exitCodes.superseded;
    default:
      return exitCodes.failedNotRolledBack;
  }
}

function codeWithoutRestore({ kind }: Outcome): ExitCode | undefined {
  switch (kind) {
    case "superseded":
      return exitCodes.superseded;
    case "unknown":
      return exitCodes.stillMoving;
    // The others are back, and this one has nowhere to be.
    case "gone":
      return exitCodes.failedAndRolledBack;
    case "deployed":
    case "unchanged":
    case "not started":
      return undefined;
    default:
      return exitCodes.failedNotRolledBack;
  }
}
