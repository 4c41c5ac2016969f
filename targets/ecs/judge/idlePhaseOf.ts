import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { deploymentOf, type Observation } from "../watch/snapshot";

/**
 * Time that is meant to pass without progress. ECS bounds a bake, a pause and a hook; that it
 * watches alarms or shifts traffic is only what it looks like.
 */
export type IdlePhase = "baking" | "paused" | "in a hook" | "watching alarms" | "shifting traffic";

/** Whether ECS itself says that it rests, and ends that some time. */
export function isBounded(rest: IdlePhase): boolean {
  return rest !== "watching alarms" && rest !== "shifting traffic";
}

/** Whether a deployment that is moving rests, by its latest snapshot. */
export function idlePhaseOf(
  { target }: Observation,
  service: Service,
  deployment: ServiceDeployment | undefined,
): IdlePhase | undefined {
  const hooks = deployment?.lifecycleHookDetails ?? [];
  if (hooks.some(({ status }) => status === "AWAITING_ACTION")) return "paused";
  if (hooks.some(({ status }) => status === "IN_PROGRESS")) return "in a hook";
  if (deployment?.lifecycleStage === "BAKE_TIME") return "baking";
  const strategy =
    deployment?.deploymentConfiguration?.strategy ?? service.deploymentConfiguration?.strategy;
  if (deployment && isBetweenSteps(deployment, strategy)) return "baking";
  const own = deploymentOf(service, target.deploymentId);
  const full = own?.runningCount === service.desiredCount && own?.pendingCount === 0;
  if (!full || own.status !== "PRIMARY") return undefined;
  if (service.deploymentConfiguration?.alarms?.enable === true) return "watching alarms";
  const shifts = strategy !== undefined && strategy !== "ROLLING";
  return shifts && !deployment ? "shifting traffic" : undefined;
}

/**
 * These strategies wait after each step (up to 24 hours). AWS does not say whether the stage is
 * PRODUCTION_TRAFFIC_SHIFT then, or the PRE_ or POST_ one. Going back has no steps.
 */
function isBetweenSteps(
  { status, lifecycleStage: stage }: ServiceDeployment,
  strategy: string | undefined,
): boolean {
  const steps = strategy === "LINEAR" || strategy === "CANARY";
  return steps && status === "IN_PROGRESS" && stage?.endsWith("PRODUCTION_TRAFFIC_SHIFT") === true;
}
