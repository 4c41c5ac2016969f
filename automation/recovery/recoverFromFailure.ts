import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { messageOf } from "../../support/errors";
import { messages } from "../io/messages";
import type { StackState } from "../workspace/stackState";
import type { ActionContext } from "../release/context";
import type { TagBefore } from "../tags/environmentTags";
import { findCutOff } from "./findCutOff";
import { imageBefore, type WayBack } from "../tags/imageBefore";
import type { OpenRelease } from "../release/openRelease";
import { planRestore, type EndedRollout, type RestorePlan } from "./planRecovery";
import { putTagsBack, type TagsBackOptions } from "../tags/recoverTags";
import type { AlarmsBefore } from "../gates/releaseGates";
import type {
  FailureReport,
  ReleaseReport,
  ServiceReport,
  TagReport,
} from "../report/releaseReport";
import { ReleaseMonitor } from "../release/releaseMonitor";
import { runRestore } from "./runRecovery";
import { withRestore, type Restore } from "./mergeRecovery";

/**
 * After a release that failed: brings every service that it moved back to what it ran before, waits
 * for the end of that, and puts the environment's tags back. What it could not do is in the report.
 */
export async function bringBack(
  context: ActionContext,
  release: OpenRelease,
  ended: ReleaseReport,
  before: Before,
  failed: "rollouts" | "gates",
): Promise<ReleaseReport> {
  const report = { ...ended, services: await findCutOff(context, release, ended.services) };
  const rollouts = report.services.map((service, n) => ({
    ...endedRollout(service, before.state),
    abandoned: ended.services[n]?.detail?.kind === "abandoned",
  }));
  const touched = rollouts.some(({ outcome }) => outcome.kind !== "not started");
  const state = touched ? await stateOf(release) : undefined;
  // The state of before tells whether, and for the tags to what.
  const known = typeof state === "string" ? before.state : state;
  const plan = known && planRestore(rollouts, failed, known.rollouts);
  // The tag says what the environment runs. Untouched services run what they ran before.
  const mine = plan !== undefined || !touched;
  const to = Object.fromEntries(rollouts.map((one) => [one.service, one.to]));
  const way = plan && { plan, state: known.rollouts, to };
  const imageTags = mine ? await tagsBack(context, release, before.tags, way) : [];
  if (typeof state === "string") {
    const told = { ...report, failures: [...report.failures, unread(state, release)] };
    return withRestore(told, undefined, imageTags);
  }
  // Only now: a revision to go back to may name the tag, and ECS looks that up anew.
  const restore = plan && state && (await carryOut(context, release, plan, state.outputs));
  return withRestore(report, restore, imageTags);
}

function tagsBack(
  { registry: registryOf, ecs: ecsOf, clock, signal }: ActionContext,
  { settings: { aws } }: OpenRelease,
  before: readonly TagBefore[],
  way: WayBack | undefined,
): Promise<TagReport[]> {
  const registry = registryOf(aws);
  const apis = { registry, ecs: () => ecsOf(aws) };
  const options: TagsBackOptions = way
    ? { ranBefore: (image, ours, within) => imageBefore(apis, image, ours, way, within) }
    : {};
  return putTagsBack(registry, before, clock, signal, options);
}

/** @returns a text where it can't be read: what the release came to must be told all the same */
function stateOf({ stack }: OpenRelease): Promise<StackState | string> {
  return stack.state().catch((error: unknown) => messageOf(error));
}

function unread(why: string, { settings: { stack } }: OpenRelease): FailureReport {
  const remedy = `When it can be read again: slipway rollback ${stack} --to <commit|family:n>`;
  return {
    message: `Nothing was brought back, as Pulumi's state can't be read: ${why}\n${remedy}`,
  };
}

/** What there was before the release. */
export interface Before {
  readonly tags: readonly TagBefore[];
  readonly state: StackState;
  readonly alarms: AlarmsBefore;
}

function endedRollout(
  { service, detail, from, to, lastDeployed, deploymentId }: ServiceReport,
  before: StackState,
): EndedRollout {
  // Given up before it was moved: there is nothing to go back from.
  const untouched = detail?.kind === "abandoned" && deploymentId === undefined;
  // A rollout that a run which died had begun was found on its way: then the state tells.
  const last = before.rollouts.find((one) => one.service === service)?.history[0]?.revision;
  const was =
    (untouched ? undefined : lastDeployed) ??
    (from === undefined || from === to ? (last ?? from) : from);
  return {
    service,
    outcome: detail ?? { kind: "not started" },
    ...(was !== undefined && { from: was }),
    ...(to !== undefined && { to }),
    ...(deploymentId !== undefined && { deploymentId }),
  };
}

async function carryOut(
  context: ActionContext,
  release: OpenRelease,
  plan: RestorePlan,
  outputs: Readonly<Record<string, unknown>>,
): Promise<Restore | undefined> {
  const { io } = context;
  const { settings } = release;
  const monitor = new ReleaseMonitor(settings, "up");
  const services = Object.entries(plan.services);
  if (services.length === 0) {
    const none = Object.keys(plan.impossible).length === 0;
    return none ? undefined : { plan, rollouts: monitor.rollouts, failures: [] };
  }
  io.notify(
    messages.restoring({
      environment: settings.stack,
      services: services.map(([service, { taskDefinition }]) => ({
        service,
        to: revisionName(taskDefinition),
      })),
    }),
  );
  const work = { services: plan.services, targets: plan.targets, outputs };
  try {
    const { version } = settings.commit;
    const result = await runRestore(context, release, work, monitor, "bring back", version);
    const failures = monitor.failures.map(({ type: _, ...failure }) => failure);
    const silent = !result.succeeded && failures.length === 0 && monitor.rollouts.size === 0;
    if (silent) failures.push({ message: result.message ?? "Pulumi failed without a word." });
    return { plan, rollouts: monitor.rollouts, failures };
  } catch (error) {
    // What the release itself came to must be told, whatever happens here.
    return { plan, rollouts: monitor.rollouts, failures: [{ message: messageOf(error) }] };
  }
}
