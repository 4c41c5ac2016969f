import { messageOf } from "../../support/errors";
import type { BeforeRelease } from "../release/beforeRelease";
import type { ActionContext } from "../release/context";
import type { OpenRelease } from "../release/openRelease";
import type { ReleaseFacts } from "../report/releaseFacts";
import { rolloutsOf } from "../report/rolloutOf";
import { imageBefore, type RecoveredServices } from "../tags/imageBefore";
import { recoverTags, type RecoverTagsOptions } from "../tags/recoverTags";
import type { StackState } from "../workspace/stackState";
import { endedRollouts, type EndedRollout } from "./endedRollout";
import { findCutOff } from "./findCutOff";
import { planRecovery } from "./planRecovery";
import { recoverServices } from "./recoverServices";

type Added = Pick<ReleaseFacts, "cutOff" | "tags" | "recovery">;

/**
 * Whether a release that has ended is to be recovered: it failed, or a gate is red, and the run was
 * not cancelled.
 */
export function shouldRecover(
  { settings, engine, gates = [] }: Pick<ReleaseFacts, "settings" | "engine" | "gates">,
  { aborted }: AbortSignal,
): boolean {
  if (settings.rollout.onFailure !== "rollback") return false;
  if (!engine.succeeded) return !aborted;
  const results = gates.map(({ result }) => result);
  return results.includes("red") && !results.includes("cancelled");
}

/**
 * Recovers a release that failed: first the environment's tags, then every service that it moved.
 * Never rejects.
 */
export async function recoverFromFailure(
  context: ActionContext,
  release: OpenRelease,
  facts: ReleaseFacts,
  before: BeforeRelease,
): Promise<Added> {
  const cutOff = await findCutOff(context, release, rolloutsOf(facts));
  const rollouts = endedRollouts({ ...facts, cutOff }, before.state);
  if (!rollouts.some(isTouched)) {
    return { cutOff, tags: await tagsRecovered(context, release, before, undefined) };
  }
  const failed = facts.gates ? "gates" : "rollouts";
  const now = await stateNow(release);
  // Where the state can't be read now, the one from before decides what becomes of the tags.
  const { rollouts: remembered } = now.state ?? before.state;
  const plan = planRecovery(rollouts, failed, remembered);
  if (!plan) {
    if (now.state) return { cutOff };
    return { cutOff, recovery: { kind: "not possible", why: now.why } };
  }
  // Before the services: a revision that they recover to may name the tag, and ECS resolves it anew.
  const recovered = { plan, state: remembered, to: revisionsLeft(rollouts) };
  const tags = await tagsRecovered(context, release, before, recovered);
  if (!now.state) return { cutOff, tags, recovery: { kind: "not possible", why: now.why } };
  const recovery = await recoverServices(context, release, plan, now.state.outputs);
  return { cutOff, tags, recovery };
}

function isTouched({ outcome }: EndedRollout): boolean {
  return outcome.kind !== "not started";
}

/** The revision that the release moved each service to. */
function revisionsLeft(rollouts: readonly EndedRollout[]): RecoveredServices["to"] {
  return new Map(rollouts.map(({ service, to }) => [service, to]));
}

/** Never rejects: a release has to be reported even where Pulumi's state can't be read. */
async function stateNow({
  stack,
}: OpenRelease): Promise<{ state: StackState; why?: never } | { state?: never; why: string }> {
  try {
    return { state: await stack.state() };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

function tagsRecovered(
  { registry: registryOf, ecs, clock, signal }: ActionContext,
  { settings: { aws } }: OpenRelease,
  before: BeforeRelease,
  recovered: RecoveredServices | undefined,
) {
  const registry = registryOf(aws);
  const apis = { registry, ecs: () => ecs(aws) };
  const options: RecoverTagsOptions = recovered
    ? { ranBefore: (image, ours, within) => imageBefore(apis, image, ours, recovered, within) }
    : {};
  return recoverTags(registry, before.tags, clock, signal, options);
}
