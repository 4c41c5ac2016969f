import type { Deployment } from "../state/deployment";
import { addEvent, addEventOnce } from "../scheduler/addEvent";
import { endServiceDeployment } from "./endServiceDeployment";
import { eventTexts, rolloutReasons } from "../scheduler/eventTexts";
import { launchNeed } from "../tasks/launchTasks";
import { say, type Pass } from "../scheduler/pass";
import { isFull, oldOnesGone } from "../tasks/scaledUp";
import { advanceStages, isComplete, mayScale } from "./stages";

/** Completes the deployment when it is done (dg/deployment-type-ecs), and reports the steady state. */
export function completeOrWait(pass: Pass): void {
  const { service, primary } = pass;
  advanceStages(pass);
  const completes = primary.rolloutState === "IN_PROGRESS" && isComplete(pass);
  if (completes) complete(pass, primary);
  const { scheduling } = service;
  const steady = primary.rolloutState === "COMPLETED" && isFull(primary) && oldOnesGone(service);
  if (!steady) {
    scheduling.steadyReminder?.cancel();
    sayWhenStuck(pass);
  } else if (!scheduling.steady) {
    say(pass, eventTexts.steady(service.name), completes ? 1 : 0);
    remindOfSteadiness(pass);
  }
  scheduling.steady = steady;
}

function complete(pass: Pass, primary: Deployment): void {
  const { service, now } = pass;
  primary.rolloutState = "COMPLETED";
  primary.rolloutStateReason = rolloutReasons.completed(primary.id);
  primary.updatedAt = now;
  service.lastCompleted = primary;
  const rolledBack = service.rollback?.serviceDeployment;
  service.rollback = undefined;
  if (rolledBack) endServiceDeployment(rolledBack, "ROLLBACK_SUCCESSFUL", now);
  else endServiceDeployment(primary.serviceDeployment, "SUCCESSFUL", now);
  if (!rolledBack && !oldOnesGone(service)) freezeCounts(primary);
  say(pass, eventTexts.completed(service.name, primary.id));
}

/** Keeps the counts of an ended ServiceDeployment: old tasks that stop later don't change them (dg/deployment-type-ecs). */
function freezeCounts({ serviceDeployment }: Deployment): void {
  const { target, sources } = serviceDeployment;
  const counted = [target, ...sources.map((s) => s.deployment)];
  serviceDeployment.frozen = new Map(
    counted.map((d) => {
      const { desiredCount, runningCount, pendingCount } = d;
      return [d, { desiredCount, runningCount, pendingCount }];
    }),
  );
}

/** Repeats the steady state of an idle service about every six hours (dg/service-event-messages-list). */
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

/** Reports bounds that allow neither a start nor a stop (dg/deployment-type-ecs). */
function sayWhenStuck(pass: Pass): void {
  const { service, primary, context, now } = pass;
  if (pass.acted || primary.rolloutState !== "IN_PROGRESS" || !mayScale(pass)) return;
  const { wanted, room } = launchNeed(pass, primary);
  const moving = service.deployments.some((d) =>
    [...d.tasks].some((t) => t.lastStatus !== "RUNNING" || !t.service?.healthy),
  );
  if (wanted > 0 && room <= 0 && !moving) {
    addEventOnce(service, context.random, now, eventTexts.stuck(service.name));
  }
}
