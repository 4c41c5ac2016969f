import type {
  ContainerDefinition,
  Deployment,
  RegisterTaskDefinitionRequest,
  Service,
} from "@aws-sdk/client-ecs";
import { primaryOf } from "../watch/snapshot";
import { revisionName } from "../taskDefinition/revisionName";
import type { RevisionPlan, RevisionRequest } from "../taskDefinition/revisions";
import { sameContent } from "../taskDefinition/sameContent";
import type { Finding } from "../../../contract/finding";

/** A rollout that somebody has begun, and that has not ended. */
export interface InProgress {
  readonly service: string;
  readonly deploymentId: string;
  /** `family:n` */
  readonly revision: string;
  /**
   * `ours`: to what this release wants · `failing`: nothing of it runs, and it is no use to wait ·
   * `first`: there is nothing else that the service could run · `another's`: to be waited for
   */
  readonly kind: "ours" | "failing" | "first" | "another's";
}

/** Tasks of a deployment that failed, none running: that is when it counts as failing. */
const hopeless = 3;

/** @param plan undefined where there is none, and so no release either */
export function rolloutInProgress(
  service: Service,
  { service: name, change }: Pick<RevisionRequest, "service" | "change">,
  plan: RevisionPlan | undefined,
): InProgress | undefined {
  const primary = primaryOf(service);
  if (primary?.rolloutState !== "IN_PROGRESS") return undefined;
  const { taskDefinition = "?", id: deploymentId = "?" } = primary;
  const about = { service: name, deploymentId, revision: revisionName(taskDefinition) };
  if (plan && isOurs(plan, about.revision, Object.keys(change.environment))) {
    return { ...about, kind: "ours" };
  }
  if (service.deployments?.length === 1) return { ...about, kind: "first" };
  return { ...about, kind: isFailing(primary) ? "failing" : "another's" };
}

/** Nobody shall wait for it: it may go on like this for as long as its circuit breaker lets it. */
export function isFailing({ failedTasks = 0, runningCount = 0 }: Deployment): boolean {
  return failedTasks >= hopeless && runningCount === 0;
}

function isOurs(plan: RevisionPlan, revision: string, variables: readonly string[]): boolean {
  if (plan.to.revision === revision) return true;
  return plan.from.revision === revision && isThere(plan, variables);
}

/**
 * Whether a service runs what a release wants of it already.
 * @param variables names: preflight does not know their values, so these decide nothing
 */
export function isThere(
  { containers, input, live }: Pick<RevisionPlan, "containers" | "input" | "live">,
  variables: readonly string[],
): boolean {
  const chosen = Object.values(containers).flat();
  const without = (definition: RegisterTaskDefinitionRequest) => ({
    ...definition,
    containerDefinitions: definition.containerDefinitions?.map((container) =>
      chosen.includes(container.name ?? "") ? withoutValues(container, variables) : container,
    ),
  });
  return sameContent(without(input), without(live));
}

function withoutValues(
  container: ContainerDefinition,
  variables: readonly string[],
): ContainerDefinition {
  return {
    ...container,
    environment: container.environment?.map((pair) =>
      variables.includes(pair.name ?? "") ? { ...pair, value: "" } : pair,
    ),
  };
}

const remedies: Readonly<Record<InProgress["kind"], string>> = {
  ours: "It is what this release wants, and is waited for.",
  failing: "Its tasks fail, and none runs: the release supersedes it.",
  first: "The service has nothing else that it could go back to: the release supersedes it.",
  "another's":
    "A release waits until it has ended before anything moves; `slipway up --force` supersedes it.",
};

export function inProgressWarning({ service, deploymentId, revision, kind }: InProgress): Finding {
  return {
    level: "warning",
    code: "ROLLOUT_IN_PROGRESS",
    service,
    message: `A rollout of "${service}" to ${revision} is in progress (${deploymentId}).`,
    remedy: remedies[kind],
  };
}

/** What has been waited for long enough. @param seconds that it was */
export function inTheWay(
  { service, deploymentId, revision }: InProgress,
  seconds: number,
): Finding {
  return {
    level: "error",
    code: "ROLLOUT_IN_PROGRESS",
    service,
    message: `A rollout of "${service}" to ${revision} that is not this release's (${deploymentId}) has not ended within ${Math.round(seconds / 60)} min.`,
    remedy:
      "See how it goes (slipway status --watch), end it, or supersede it with `slipway up --force`.",
  };
}
