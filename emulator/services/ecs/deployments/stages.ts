import type { ServiceDeployment } from "../state/deployment";
import type { ServiceDeploymentLifecycleStage } from "../shapes";
import { bakeTime } from "./bakeTime";
import { holdsStage, openHooks } from "./lifecycleHooks";
import { wake, type Pass } from "../scheduler/pass";
import { scaledUp } from "../tasks/scaledUp";

type Stage = ServiceDeploymentLifecycleStage;

/**
 * The stages of a rolling deployment; those in which traffic is shifted are for other strategies
 * (dg/deployment-type-blue-green).
 */
const order: readonly Stage[] = [
  "RECONCILE_SERVICE",
  "PRE_SCALE_UP",
  "SCALE_UP",
  "POST_SCALE_UP",
  "BAKE_TIME",
  "CLEAN_UP",
];

/** Whether PRIMARY goes through stages: a rollback and an ended deployment don't. */
function staged({ service, primary }: Pass): boolean {
  return primary.begun && primary.rolloutState === "IN_PROGRESS" && !service.rollback;
}

/** Moves PRIMARY's deployment past every stage that is over. */
export function advanceStages(pass: Pass): void {
  if (!staged(pass)) return;
  const { serviceDeployment } = pass.primary;
  if (serviceDeployment.stage === undefined) enter(pass, first(serviceDeployment));
  while (serviceDeployment.stage && isOver(pass, serviceDeployment.stage)) {
    enter(pass, following(serviceDeployment, serviceDeployment.stage));
  }
}

/** RECONCILE_SERVICE comes only where several revisions were ACTIVE at the start (dg/deployment-type-blue-green). */
function first({ sources }: ServiceDeployment): Stage {
  return sources.length > 1 ? "RECONCILE_SERVICE" : "PRE_SCALE_UP";
}

/** Only deployments that watch alarms bake (dg/deployment-type-ecs). */
function following({ deploymentConfiguration }: ServiceDeployment, stage: Stage): Stage {
  const next = order[order.indexOf(stage) + 1] ?? "CLEAN_UP";
  return next === "BAKE_TIME" && !deploymentConfiguration.alarms?.enable ? "CLEAN_UP" : next;
}

function enter(pass: Pass, stage: Stage): void {
  const { primary, context, now } = pass;
  const { serviceDeployment } = primary;
  serviceDeployment.stage = stage;
  serviceDeployment.updatedAt = now;
  openHooks(pass, stage);
  if (stage !== "BAKE_TIME") return;
  const { deploymentConfiguration } = serviceDeployment;
  serviceDeployment.bakeEnds = now + bakeTime(deploymentConfiguration, context.alarms);
}

function isOver(pass: Pass, stage: Stage): boolean {
  const { serviceDeployment } = pass.primary;
  switch (stage) {
    case "SCALE_UP":
      return scaledUp(pass);
    case "BAKE_TIME": {
      const { bakeEnds = 0 } = serviceDeployment;
      if (pass.now < bakeEnds) wake(pass, bakeEnds);
      return pass.now >= bakeEnds;
    }
    case "CLEAN_UP":
      return false;
    default:
      return !holdsStage(serviceDeployment, stage);
  }
}

/** Whether PRIMARY may start and stop tasks: not before its stage SCALE_UP. */
export function mayScale(pass: Pass): boolean {
  const { stage } = pass.primary.serviceDeployment;
  if (!pass.primary.begun) return false;
  return !staged(pass) || (stage !== "RECONCILE_SERVICE" && stage !== "PRE_SCALE_UP");
}

/** Whether PRIMARY's deployment is done: its stages are over, and its tasks are still all there. */
export function isComplete(pass: Pass): boolean {
  if (!pass.primary.begun || !scaledUp(pass)) return false;
  return !staged(pass) || pass.primary.serviceDeployment.stage === "CLEAN_UP";
}

/**
 * Whether old COMPLETED deployments stay listed without a task, because a rollback to them is still possible
 * (dg/deployment-alarm-failure).
 */
export function holdsOldOnes(pass: Pass): boolean {
  const { alarms, lifecycleHooks = [] } = pass.primary.serviceDeployment.deploymentConfiguration;
  const pauses = lifecycleHooks.some((h) => h.lifecycleStages?.includes("POST_SCALE_UP"));
  return staged(pass) && (alarms?.enable === true || pauses);
}
