import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { messageOf } from "../../../../support/errors";
import { revisionName } from "../../taskDefinition/revisionName";
import type { Outcome } from "../../../../contract/outcome";
import { Abandoned } from "../../../rollout";
import { primaryOf } from "../../watch/snapshot";

/** How the wait begins, or that there is nothing to wait for. */
export type Start =
  | {
      kind: "watch";
      deployment: Deployment;
      /** Nothing was sent: it was in progress already. */
      attached: boolean;
      withServiceDeployment: boolean;
      /** ECS's time of the rollout's begin, where the deployment itself is older; its own without. */
      since?: Date | undefined;
    }
  | { kind: "ended"; deployment?: Deployment; outcome: Outcome; reason: string; next?: string };

export function attach(deployment: Deployment, service: Service): Start {
  return {
    kind: "watch",
    deployment,
    attached: true,
    withServiceDeployment: !isPromotedAgain(deployment, service),
    since: newest(service.deployments),
  };
}

/**
 * When the youngest was made. What was told of a deployment before one that it replaces again is
 * of its first life; whatever becomes PRIMARY instead of it is younger than all that are there.
 */
export function newest(
  deployments: readonly { createdAt?: Date | undefined }[] = [],
): Date | undefined {
  const times = deployments.flatMap(({ createdAt }) => createdAt ?? []);
  return times.sort((a, b) => b.getTime() - a.getTime())[0];
}

/**
 * ECS has made an older deployment PRIMARY again, for a rollback: its own ServiceDeployment is
 * over since long and says nothing of that. The reason's text is documented for the breaker only.
 */
function isPromotedAgain(primary: Deployment, { deployments = [] }: Service): boolean {
  const { createdAt, rolloutStateReason = "" } = primary;
  return (
    /rolling back/.test(rolloutStateReason) ||
    deployments.some((d) => createdAt && d.createdAt && d.createdAt > createdAt)
  );
}

export function alreadyThere(deployment: Deployment, { desiredCount }: Service): Start {
  const untested = desiredCount === 0;
  return {
    kind: "ended",
    deployment,
    outcome: { kind: "unchanged", ...(untested && { untested }) },
    reason: "The service runs this revision already.",
  };
}

export function failedBefore(deployment: Deployment): Start {
  return {
    kind: "ended",
    deployment,
    outcome: { kind: "failed", cause: "tasks" },
    reason:
      `This revision failed before and nothing was sent: ECS would not try it again. ${deployment.rolloutStateReason ?? ""}`.trimEnd(),
    next: "Repeat with `--force` for one new deployment of it, or release another commit.",
  };
}

export function unknownWhetherSent(error: unknown, later: unknown): Start {
  return {
    kind: "ended",
    outcome: { kind: "unknown" },
    reason: `UpdateService got no answer (${messageOf(error)}), and neither did the look whether it arrived (${messageOf(later)}); the service may be moving.`,
  };
}

export function stoppedWhileSending(reason: unknown): Start {
  const abandoned = reason instanceof Abandoned;
  return {
    kind: "ended",
    outcome: { kind: abandoned ? "abandoned" : "cancelled" },
    reason: `${abandoned ? "Given up as a sibling failed" : "Cancelled"} while UpdateService was under way; the service may be moving.`,
  };
}

/** UpdateService answered, but with somebody else's deployment. */
export function notListed(service: Service): Start {
  return supersededBy(
    primaryOf(service),
    "Another deployment took over before ours was to be seen.",
  );
}

export function supersededBy(primary: Deployment | undefined, reason: string): Start {
  const revision = primary?.taskDefinition && revisionName(primary.taskDefinition);
  return {
    kind: "ended",
    outcome: { kind: "superseded", by: primary?.id ?? "", ...(revision && { revision }) },
    reason,
  };
}

export function runs(
  { taskDefinition = "" }: Pick<Deployment, "taskDefinition">,
  reference: string,
): boolean {
  return revisionName(taskDefinition) === revisionName(reference);
}
