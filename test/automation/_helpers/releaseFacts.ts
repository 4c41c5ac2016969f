import type { EngineFacts } from "../../../automation/report/engineFacts";
import type { RecoveryFacts, ReleaseFacts } from "../../../automation/report/releaseFacts";
import type { Settings } from "../../../config/settings";
import type { RolloutEvent } from "../../../contract/events";
import type { Outcome } from "../../../contract/outcome";

type Outcomes = Readonly<Record<string, Outcome>>;

/** What the engine tells where these services ended so; each moves from revision 1 to 2. */
export function engineFacts(outcomes: Outcomes, over: Partial<EngineFacts> = {}): EngineFacts {
  return {
    succeeded: true,
    cancelled: false,
    images: new Map(),
    copies: new Map(),
    revisions: new Map(),
    rollouts: rollouts(outcomes, 1, 2),
    tagMoves: false,
    failures: [],
    warnings: [],
    ...over,
  };
}

/** Facts of an `up` of the services web and worker. */
export function releaseFacts(
  engine: EngineFacts,
  over: Partial<ReleaseFacts> & { readonly onFailure?: "rollback" | "stop" } = {},
): ReleaseFacts {
  const { onFailure = "rollback", ...facts } = over;
  const settings = {
    stack: "staging",
    cluster: "mage",
    commit: { sha: "c2", version: "c2", dirty: false },
    services: [{ name: "web" }, { name: "worker" }],
    images: [],
    rollout: { onFailure },
  } as unknown as Settings;
  return { command: "up", settings, engine, ...facts };
}

/** A recovery of the services from revision 2 to 1. */
export function recoveryFacts(outcomes: Outcomes, impossible: string[] = []): RecoveryFacts {
  const targets = new Map(Object.keys(outcomes).map((name) => [name, `${name}:1`]));
  const engine = engineFacts({}, { rollouts: rollouts(outcomes, 2, 1) });
  const reasons = impossible.map((name) => [name, "It ran no revision before."] as const);
  return { kind: "run", targets, impossible: new Map(reasons), engine };
}

function rollouts(outcomes: Outcomes, from: number, to: number): Map<string, RolloutEvent> {
  return new Map(
    Object.entries(outcomes).map(([service, outcome]) => [
      service,
      {
        type: "rollout",
        service,
        phase: "ended",
        from: `${service}:${from}`,
        to: `${service}:${to}`,
        outcome,
      },
    ]),
  );
}
