import type { Deployment } from "../state/deployment";
import type { Task } from "../state/task";
import { addEventOnce } from "../scheduler/addEvent";
import { freshBreaker } from "../deployments/breaker";
import { wantsDigests } from "../deployments/digests";
import { eventTexts } from "../scheduler/eventTexts";
import { say, wake, type Pass } from "../scheduler/pass";
import { targetsOf } from "../ports/targetGroups";
import { countFailure, delayLaunch } from "./failures";
import { alive } from "./taskCounts";
import { taskVerdict, type TaskVerdict } from "./taskHealth";

/** Registers new targets, finds out which tasks are healthy, and counts the failures since the last pass. */
export function judgeTasks(pass: Pass): void {
  for (const deployment of pass.service.deployments) {
    register(pass, deployment);
    for (const task of alive(deployment.tasks)) judgeHealth(pass, deployment, task);
    countFailedTasks(pass, deployment);
  }
}

function register(pass: Pass, deployment: Deployment): void {
  const { targets } = pass.context;
  const counts = new Map<string, number>();
  for (const task of alive(deployment.tasks)) {
    if (!task.service || task.service.registered || task.lastStatus !== "RUNNING") continue;
    const registering = targetsOf(task);
    if (registering.length === 0) continue;
    task.service.registered = true;
    for (const target of registering) {
      targets.register(target, () => pass.scheduler.touch(pass.service));
      counts.set(target.group, (counts.get(target.group) ?? 0) + 1);
    }
  }
  for (const [group, count] of counts) {
    say(pass, eventTexts.registered(pass.service.name, count, group));
  }
}

function judgeHealth(pass: Pass, deployment: Deployment, task: Task): void {
  const { service, context, now } = pass;
  const state = task.service;
  if (!state || state.unhealthy) return;
  const verdict = taskVerdict(service, task, context.targets, now);
  if (verdict.state === "waiting") {
    state.healthy = false;
    if (verdict.again !== undefined) wake(pass, verdict.again);
  } else if (verdict.state === "healthy") {
    if (!state.healthy) becameHealthy(pass, deployment);
    state.healthy = true;
  } else {
    state.healthy = false;
    state.unhealthy = true;
    if (verdict.by === "target") state.unhealthyIn = verdict.group;
    state.failed = true;
    say(pass, unhealthyText(pass, task, verdict));
    countFailure(deployment);
  }
}

function unhealthyText(
  { service }: Pass,
  task: Task,
  verdict: Extract<TaskVerdict, { state: "unhealthy" }>,
): string {
  if (verdict.by === "container") return eventTexts.unhealthyContainer(service.name, task);
  const { port, group, reason } = verdict;
  return eventTexts.unhealthyTarget(service.name, task, port, group, reason);
}

/**
 * A healthy task clears both counts, but the breaker's only where `resetOnHealthyTask` is on (api/Deployment,
 * dg/deployment-circuit-breaker).
 */
function becameHealthy({ service }: Pass, deployment: Deployment): void {
  deployment.everHealthy = true;
  deployment.failedTasks = 0;
  deployment.launch = { failures: 0, notBefore: 0 };
  const reset =
    service.deploymentConfiguration.deploymentCircuitBreaker?.resetOnHealthyTask ?? true;
  if (reset) deployment.breaker = freshBreaker();
}

/**
 * Tasks that stopped by themselves; only those that never reached RUNNING slow the next launch down (api/Deployment).
 */
function countFailedTasks(pass: Pass, deployment: Deployment): void {
  const { service, context, now } = pass;
  const failed = deployment.unjudged.splice(0);
  for (const task of failed) {
    if (placementError(task.stoppedReason)) {
      say(pass, eventTexts.notPlaced(service.name, task.stoppedReason ?? ""));
    }
    countFailure(deployment);
  }
  const neverRan = failed.filter((t) => t.startedAt === undefined);
  if (neverRan.length === 0) return;
  const { revision } = deployment;
  if (revision.digestState === "open" && wantsDigests(revision.taskDefinition)) {
    revision.digestAttempts++;
  }
  delayLaunch(pass, deployment);
  if (deployment.launch.failures > 3) {
    addEventOnce(service, context.random, now + 1, eventTexts.impaired(service.name));
  }
}

/** Errors that AWS reports as `unable to place a task` although a task was there. */
function placementError(reason = ""): boolean {
  return /^(CannotPullContainerError|ResourceInitializationError|CannotStartContainerError|CannotCreateContainerError)\b/.test(
    reason,
  );
}
