import { ecsDeployment } from "../../contract/deploymentRef";
import type { Outcome } from "../../contract/outcome";
import type { RecoveryTarget } from "../../contract/recoveryTarget";
import type { RolloutState } from "../workspace/stackState";

/** A service of a release whose rollouts have all ended. */
export interface EndedRollout {
  readonly service: string;
  readonly outcome: Outcome;
  /** It ended as `abandoned`, also where more was found out since. */
  readonly abandoned?: boolean;
  /** `family:n` that it was to go back to, and that the release moved it to. */
  readonly from?: string;
  readonly to?: string;
  /** Of the release's own deployment. */
  readonly deploymentId?: string;
}

/** How everything that a release moved comes back. */
export interface RestorePlan {
  /** By service. */
  readonly services: Readonly<Record<string, RecoveryTarget>>;
  /** URNs of their rollouts. */
  readonly targets: readonly string[];
  /** Moved, but with no way back; the reason as a sentence. */
  readonly impossible: Readonly<Record<string, string>>;
}

/**
 * What is brought back after a release: every service that it moved, when one of them failed. What
 * somebody else's newer deployment took over is left to them, what nobody answers for is left as it
 * is, and what was unchanged stays.
 * @param failed what of the release did not succeed, if anything
 * @returns undefined when nothing is to be brought back; an empty plan when nothing of it has moved
 */
export function planRestore(
  rollouts: readonly EndedRollout[],
  failed: "rollouts" | "gates" | undefined,
  state: readonly RolloutState[],
): RestorePlan | undefined {
  if (failed === undefined || (failed === "rollouts" && !isAsked(rollouts))) return undefined;
  const plan = { services: {}, targets: [], impossible: {} } as {
    services: Record<string, RecoveryTarget>;
    targets: string[];
    impossible: Record<string, string>;
  };
  for (const rollout of rollouts.filter(isMoved)) {
    const { service } = rollout;
    const known = state.find((one) => one.service === service);
    const target = targetOf(rollout, known);
    if (typeof target === "string") {
      plan.impossible[service] = target;
      continue;
    }
    plan.services[service] = target;
    if (known) plan.targets.push(known.urn);
  }
  return plan;
}

/** A release that was cancelled, only superseded, or lost sight of brings nothing back. */
function isAsked(rollouts: readonly EndedRollout[]): boolean {
  const kinds = new Set(rollouts.map(({ outcome }) => outcome.kind));
  if (kinds.has("cancelled")) return false;
  // Nobody is abandoned but for a failure, whatever became of the service that failed.
  if (kinds.has("abandoned") || rollouts.some(({ abandoned }) => abandoned)) return true;
  const failures = ["failed", "stopped", "timed out", "rolled back", "gone"] as const;
  if (failures.some((kind) => kinds.has(kind))) return true;
  // Some moved, others could not even begin, and it was nobody else's doing.
  return kinds.has("not started") && !kinds.has("superseded") && !kinds.has("unknown");
}

function isMoved({ outcome, from, to }: EndedRollout): boolean {
  switch (outcome.kind) {
    case "deployed":
      // One more deployment of the same revision leaves nothing to go back to.
      return from === undefined || from !== to;
    case "failed":
    case "stopped":
    case "timed out":
    case "rolled back":
    case "abandoned":
      return true;
    default:
      return false;
  }
}

/** Where a service goes back to, or why it can't. */
function targetOf(
  { outcome, from, deploymentId }: EndedRollout,
  state: RolloutState | undefined,
): RecoveryTarget | string {
  // Where ECS went back by itself, that is confirmed, not undone.
  const back = (outcome.kind === "rolled back" ? outcome.to : undefined) ?? from;
  if (back === undefined) return "It ran no revision before.";
  const arn = state && arnOf(back, state);
  if (state === undefined || arn === undefined) {
    return `Pulumi's state knows no rollout of it; it ran ${back} before.`;
  }
  return restoreTarget(state, { taskDefinition: arn, revision: back, replaces: deploymentId });
}

/** Where to go, with what the state remembers of when that revision was deployed. */
export function restoreTarget(
  { resource, cluster, containers, history }: RolloutState,
  to: { taskDefinition: string; revision: string; replaces?: string | undefined; image?: string },
): RecoveryTarget {
  const { taskDefinition, revision, replaces, image } = to;
  const deployed = history.find((entry) => entry.revision === revision);
  const digests = Object.entries(deployed?.digests ?? {})
    .filter(([container]) => containers.includes(container))
    .map(([container, digest]): [string, string[]] => [container, [digest]]);
  return {
    ...{ resource, cluster, taskDefinition },
    ...(replaces !== undefined && { replaces: ecsDeployment(replaces) }),
    ...(digests.length > 0 && { digests: Object.fromEntries(digests) }),
    ...(deployed?.commit && { commit: deployed.commit }),
    ...(image !== undefined && { image }),
  };
}

/** A revision `family:n` as an ARN: of the account and region that the rollout is of. */
export function arnOf(revision: string, { taskDefinition, history }: RolloutState) {
  const known = history.find((entry) => entry.revision === revision)?.taskDefinition;
  if (known !== undefined) return known;
  const other = taskDefinition ?? history[0]?.taskDefinition;
  if (!other?.startsWith("arn:")) return undefined;
  return other.slice(0, other.lastIndexOf("/") + 1) + revision;
}
