import { isSuccess } from "../../contract/outcome";
import type { SeenFailure } from "./engineFacts";
import type { GateReport } from "./gateReport";
import type { RecoveryFacts, ReleaseFacts } from "./releaseFacts";
import type { FailureReport } from "./releaseReport";
import { missingServices, rolloutsOf } from "./rolloutOf";

/** The failures of a release that are not a service's own outcome. */
export function failuresOf(facts: ReleaseFacts): FailureReport[] {
  return [
    ...engineFailures(facts),
    ...missingServices(facts).map(missing),
    ...gateFailures(facts),
    ...recoveryFailures(facts.recovery, facts.settings.stack),
  ];
}

function engineFailures(facts: ReleaseFacts): FailureReport[] {
  const { command, engine } = facts;
  const failures = engine.failures.map(withoutType);
  // A failed rollout explains a failed engine; without one there must be a failure that does.
  const explained =
    failures.length > 0 ||
    rolloutsOf(facts).some(({ outcome }) => outcome && (engine.cancelled || !isSuccess(outcome)));
  if (engine.succeeded || explained) return failures;
  const what = command === "build" ? "build" : "release";
  const message = engine.cancelled
    ? `The ${what} was cancelled; no service was touched.`
    : (engine.message ?? silent);
  return [{ message }];
}

const silent = "Pulumi failed without a word.";

function withoutType({ type: _, ...failure }: SeenFailure): FailureReport {
  return failure;
}

function missing(service: string): FailureReport {
  return {
    code: "SERVICE_NOT_RELEASED",
    message: `${service} was not released: the Pulumi program declares no rollout of it. Name it in the program, or leave it out of slipway:services.`,
  };
}

function gateFailures({ gates = [], engine, settings }: ReleaseFacts): FailureReport[] {
  const moved = [...engine.rollouts.values()].some(({ outcome }) => outcome?.kind === "deployed");
  return gates.flatMap((gate) => gateFailure(gate, moved, settings.stack));
}

function gateFailure(
  { gate, result, reason = "" }: GateReport,
  moved: boolean,
  stack: string,
): FailureReport[] {
  if (result === "unknown") {
    return [{ code: "GATE_UNKNOWN", message: `${gate} could not be checked: ${reason}` }];
  }
  if (result !== "red") return [];
  const kept = `\nThis run has moved no service, so there is nothing to recover. To leave this release: slipway rollback ${stack}`;
  return [{ code: "GATE_FAILED", message: `${gate} is red: ${reason}${moved ? "" : kept}` }];
}

function recoveryFailures(recovery: RecoveryFacts | undefined, stack: string): FailureReport[] {
  if (recovery === undefined) return [];
  if (recovery.kind === "not possible") {
    const remedy = `When it can be read again: slipway rollback ${stack} --to <commit|family:n>`;
    return [
      {
        message: `No service was recovered, as Pulumi's state can't be read: ${recovery.why}\n${remedy}`,
      },
    ];
  }
  const { succeeded, failures, rollouts, message = silent } = recovery.engine;
  if (succeeded || failures.length > 0 || rollouts.size > 0) return failures.map(withoutType);
  return [{ message }];
}
