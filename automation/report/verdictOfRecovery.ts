import type { Outcome } from "../../contract/outcome";
import { exitCodes, type ExitCode } from "./exitCodes";
import { worstOf } from "./verdictOfRollouts";

/** A service of a release after its recovery. */
export interface RecoveredService {
  /** How the release's own rollout ended. */
  readonly outcome: Outcome;
  /** How its recovery ended; undefined where it needed none. */
  readonly recovery?: Outcome | "impossible";
}

/** The exit code of a failed release after the recovery of everything that it moved. */
export function verdictOfRecovery(services: readonly RecoveredService[]): ExitCode {
  const codes = services.flatMap((service) => exitCodeOf(service) ?? []);
  // Where one service's state is unknown, the recovery is incomplete.
  const lost = codes.includes(exitCodes.stillMoving);
  return worstOf(lost ? [...codes, exitCodes.failedNotRolledBack] : codes);
}

function exitCodeOf({ outcome, recovery }: RecoveredService): ExitCode | undefined {
  if (recovery === "impossible") return exitCodes.failedNotRolledBack;
  if (recovery === undefined) return codeWithoutRecovery(outcome);
  switch (recovery.kind) {
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

function codeWithoutRecovery({ kind }: Outcome): ExitCode | undefined {
  switch (kind) {
    case "superseded":
      return exitCodes.superseded;
    case "unknown":
      return exitCodes.stillMoving;
    // A deleted service has nothing left to recover; the others are recovered.
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
