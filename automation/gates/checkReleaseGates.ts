import { messages } from "../io/messages";
import type { ActionContext } from "../release/context";
import { exitCodes } from "../report/exitCodes";
import type { GateReport } from "../report/gateReport";
import type { ReleaseFacts } from "../report/releaseFacts";
import { rolloutsOf } from "../report/rolloutOf";
import { verdictOf } from "../report/verdictOf";
import { checkGates } from "./checkGates";
import { releaseGates, type AlarmsBefore } from "./releaseGates";

/**
 * Checks the gates of a release whose rollouts have all succeeded. On a signal the gates end as
 * `cancelled`: an unchecked release must not pass as good.
 * @returns undefined where the rollouts failed, or there is nothing to check
 */
export async function checkReleaseGates(
  context: ActionContext,
  facts: ReleaseFacts,
  before: AlarmsBefore,
): Promise<readonly GateReport[] | undefined> {
  const { clock, io, signal } = context;
  if (verdictOf(facts) !== exitCodes.success) return undefined;
  const moved = rolloutsOf(facts).some(({ outcome }) => outcome?.kind === "deployed");
  const gates = releaseGates(context, facts.settings, before, moved);
  if (gates.length === 0) return undefined;
  for (const { name } of gates) io.notify(messages.gateStarted({ gate: name }));
  return checkGates(gates, clock, signal, (gate) => io.notify(messages.gateEnded(gate)));
}
