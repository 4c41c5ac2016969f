import type { Deployment, ServiceDeployment } from "../state/deployment";
import { addEvent, addEventOnce } from "./addEvent";
import { eventTexts, rolloutReasons } from "./eventTexts";
import { launchNeed } from "./launchTasks";
import { say, type Pass } from "./pass";
import { alive } from "./taskCounts";

/** Ends the deployment when all of it runs healthily and nothing old is left (1.3), and says when all is steady. */
export function completeOrWait(pass: Pass): void {
  const { service, primary } = pass;
  if (!isDone(pass)) {
    service.scheduling.steady = false;
    service.scheduling.steadyReminder?.cancel();
    sayWhenStuck(pass);
    return;
  }
  if (primary.rolloutState === "IN_PROGRESS") complete(pass, primary);
  else if (!service.scheduling.steady) say(pass, eventTexts.steady(service.name));
  if (!service.scheduling.steady) remindOfSteadiness(pass);
  service.scheduling.steady = true;
}

function isDone({ service, primary }: Pass): boolean {
  if (!primary.begun || primary.rolloutState === "FAILED") return false;
  if (service.deployments.length > 1) return false;
  const own = alive(primary.tasks);
  return (
    own.length === primary.desiredCount &&
    primary.tasks.size === own.length &&
    own.every((t) => t.service?.healthy)
  );
}

function complete(pass: Pass, primary: Deployment): void {
  const { service, now } = pass;
  primary.rolloutState = "COMPLETED";
  primary.rolloutStateReason = rolloutReasons.completed(primary.id);
  primary.updatedAt = now;
  service.lastCompleted = primary;
  const rolledBack = service.rollback?.serviceDeployment;
  service.rollback = undefined;
  if (rolledBack) finish(rolledBack, "ROLLBACK_SUCCESSFUL", now);
  else finish(primary.serviceDeployment, "SUCCESSFUL", now);
  say(pass, eventTexts.completed(service.name, primary.id));
  say(pass, eventTexts.steady(service.name), 1);
}

function finish(
  serviceDeployment: ServiceDeployment,
  status: ServiceDeployment["status"],
  now: number,
): void {
  serviceDeployment.status = status;
  serviceDeployment.finishedAt = now;
  serviceDeployment.updatedAt = now;
  if (serviceDeployment.breakerStatus === "MONITORING") {
    serviceDeployment.breakerStatus = "MONITORING_COMPLETE";
  }
}

/** An idle service says again that it is steady, about every six hours (1.8). */
function remindOfSteadiness({ service, context }: Pass): void {
  const { agenda, random, pace } = context;
  service.scheduling.steadyReminder?.cancel();
  const remind = () => {
    if (!service.scheduling.steady || service.status !== "ACTIVE") return;
    addEvent(service, random, agenda.now(), eventTexts.steady(service.name));
    service.scheduling.steadyReminder = agenda.after(pace.steadyReminder, remind);
  };
  service.scheduling.steadyReminder = agenda.after(pace.steadyReminder, remind);
}

/** Bounds that allow neither a start nor a stop (1.1). */
function sayWhenStuck(pass: Pass): void {
  const { service, primary, context, now } = pass;
  if (pass.acted || primary.rolloutState !== "IN_PROGRESS" || !primary.begun) return;
  const { wanted, room } = launchNeed(pass, primary);
  const moving = service.deployments.some((d) =>
    [...d.tasks].some((t) => t.lastStatus !== "RUNNING" || !t.service?.healthy),
  );
  if (wanted > 0 && room <= 0 && !moving) {
    addEventOnce(service, context.random, now, eventTexts.stuck(service.name));
  }
}
