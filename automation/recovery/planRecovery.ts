import { ecsDeployment } from "../../contract/deploymentRef";
import type { RecoveryTarget } from "../../contract/recoveryTarget";
import type { RolloutState } from "../workspace/stackState";
import type { EndedRollout } from "./endedRollout";

/** How everything that a release moved is recovered. */
export interface RecoveryPlan {
  /** By service. */
  readonly services: Readonly<Record<string, RecoveryTarget>>;
  /** URNs of their rollouts. */
  readonly targets: readonly string[];
  /** Services that have moved and can't be recovered; the reason as a sentence. */
  readonly impossible: Readonly<Record<string, string>>;
}

/**
 * Recovers every service that a release moved, when one of them failed. A service that a newer
 * deployment took over is left to its deployer; one whose outcome is unknown is left as it is.
 * @param failed what of the release did not succeed
 * @returns undefined when the release is not to be recovered; an empty plan when it moved nothing
 */
export function planRecovery(
  rollouts: readonly EndedRollout[],
  failed: "rollouts" | "gates",
  state: readonly RolloutState[],
): RecoveryPlan | undefined {
  if (failed === "rollouts" && !hasFailed(rollouts)) return undefined;
  const services: [string, RecoveryTarget][] = [];
  const targets: string[] = [];
  const impossible: [string, string][] = [];
  for (const rollout of rollouts.filter(isMoved)) {
    const { service } = rollout;
    const known = state.find((one) => one.service === service);
    const target = targetOf(rollout, known);
    if (typeof target === "string") {
      impossible.push([service, target]);
    } else {
      services.push([service, target]);
      if (known) targets.push(known.urn);
    }
  }
  return {
    services: Object.fromEntries(services),
    targets,
    impossible: Object.fromEntries(impossible),
  };
}

/** A release that was cancelled, only superseded, or whose end is unknown has not failed. */
function hasFailed(rollouts: readonly EndedRollout[]): boolean {
  const kinds = new Set(rollouts.map(({ outcome }) => outcome.kind));
  if (kinds.has("cancelled")) return false;
  // A rollout is abandoned only because a sibling failed, even if that sibling was superseded since.
  if (kinds.has("abandoned") || rollouts.some(({ abandoned }) => abandoned)) return true;
  const failures = ["failed", "stopped", "timed out", "rolled back", "gone"] as const;
  if (failures.some((kind) => kinds.has(kind))) return true;
  // Some moved, others could not begin, and neither another deployer nor a lost answer explains it.
  return kinds.has("not started") && !kinds.has("superseded") && !kinds.has("unknown");
}

function isMoved({ outcome, from, to }: EndedRollout): boolean {
  switch (outcome.kind) {
    case "deployed":
      // A forced deployment of the same revision has no older one to recover.
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

/** Where a service recovers to, or why it can't. */
function targetOf(
  { outcome, from, deploymentId }: EndedRollout,
  state: RolloutState | undefined,
): RecoveryTarget | string {
  // ECS has rolled this one back itself: the recovery confirms that.
  const old = (outcome.kind === "rolled back" ? outcome.to : undefined) ?? from;
  if (old === undefined) return "It ran no revision before.";
  const arn = state && arnOf(old, state);
  if (state === undefined || arn === undefined) {
    return `Pulumi's state knows no rollout of it; it ran ${old} before.`;
  }
  return recoveryTarget(state, { taskDefinition: arn, revision: old, replaces: deploymentId });
}

/** A revision to move to, with what the state remembers of its deployment. */
export function recoveryTarget(
  { resource, cluster, containers, history }: RolloutState,
  to: { taskDefinition: string; revision: string; replaces?: string | undefined; image?: string },
): RecoveryTarget {
  const { taskDefinition, revision, replaces, image } = to;
  const deployed = history.find((entry) => entry.revision === revision);
  const digests = Object.entries(deployed?.digests ?? {})
    .filter(([container]) => containers.includes(container))
    .map(([container, digest]): [string, string[]] => [container, [digest]]);
  return {
    resource,
    cluster,
    taskDefinition,
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
