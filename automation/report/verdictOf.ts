import type { Outcome } from "../../contract/outcome";
import { exitCodeOfFailure } from "./errors/exitCodeOfFailure";
import { exitCodes, type ExitCode } from "./exitCodes";
import type { GateReport } from "./gateReport";
import { recoveryOf } from "./recoveryOf";
import type { ReleaseFacts } from "./releaseFacts";
import { missingServices, movesServices, rolloutsOf } from "./rolloutOf";
import { verdictOfRecovery, type RecoveredService } from "./verdictOfRecovery";
import { verdictOfRollouts } from "./verdictOfRollouts";

/** The exit code of a release, or of a plan for one, by everything that is known of it. */
export function verdictOf(facts: ReleaseFacts): ExitCode {
  const verdict = verdictBeforeTags(facts);
  const tagsLeft = (facts.tags ?? []).some(({ result }) => result === "failed");
  // Rolled back includes the environment's tag: what is started from it would run the failed image.
  return tagsLeft && verdict === exitCodes.failedAndRolledBack
    ? exitCodes.failedNotRolledBack
    : verdict;
}

function verdictBeforeTags(facts: ReleaseFacts): ExitCode {
  if (facts.recovery?.kind === "run") return verdictOfRecovery(recoveredServices(facts));
  // Gates are checked only where the rollouts succeeded.
  return facts.gates ? verdictOfGates(facts.gates) : verdictOfEngine(facts);
}

function recoveredServices(facts: ReleaseFacts): RecoveredService[] {
  return rolloutsOf(facts).map(({ service, outcome = { kind: "not started" } }) => {
    const recovery = recoveryOf(facts, service);
    if (recovery === undefined) return { outcome };
    return { outcome, recovery: recovery.kind === "run" ? recovery.outcome : "impossible" };
  });
}

function verdictOfGates(gates: readonly GateReport[]): ExitCode {
  const has = (result: GateReport["result"]) => gates.some((gate) => gate.result === result);
  if (has("red")) return exitCodes.failedNotRolledBack;
  if (has("cancelled")) return exitCodes.cancelled;
  return has("unknown") ? exitCodes.stillMoving : exitCodes.success;
}

/** By the rollouts where one has moved something, else by what the engine says of itself. */
function verdictOfEngine(facts: ReleaseFacts): ExitCode {
  const { command, settings, engine } = facts;
  const outcomes = rolloutsOf(facts).map(({ outcome }): Outcome => outcome ?? notStarted);
  // A rollback has no recovery: what failed stays where it is.
  const onFailure = command === "rollback" ? "stop" : settings.rollout.onFailure;
  const judged = movesServices(command) ? verdictOfRollouts(outcomes, onFailure) : undefined;
  if (judged !== undefined && judged !== exitCodes.success) return judged;
  if (engine.succeeded) {
    // An engine that succeeds without a wanted service was given a program that does not name it.
    return missingServices(facts).length > 0 ? exitCodes.unexpected : exitCodes.success;
  }
  if (engine.cancelled) return exitCodes.cancelled;
  // The other codes say that no service was touched.
  if (outcomes.some(({ kind }) => kind === "deployed")) return exitCodes.unexpected;
  const codes = engine.failures.map(({ code, type }) => exitCodeOfFailure(code, type));
  return codes.find((code) => code !== exitCodes.unexpected) ?? exitCodes.unexpected;
}

const notStarted: Outcome = { kind: "not started" };
