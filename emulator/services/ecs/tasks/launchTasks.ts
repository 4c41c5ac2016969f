import { launchTypeOf } from "../rules/launchType";
import type { Deployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { Task } from "../state/task";
import { eventTexts } from "../scheduler/eventTexts";
import { countFailure, delayLaunch } from "./failures";
import { digestAttempts, wantsDigests } from "../deployments/digests";
import { say, wake, type Pass } from "../scheduler/pass";
import { mayScale } from "../deployments/stages";
import { alive, occupying } from "./taskCounts";

/** Starts missing tasks, as far as the upper bound, the back-off and the search for digests allow. */
export function launchTasks(pass: Pass): void {
  for (const deployment of pass.service.deployments) {
    if (mayLaunch(pass, deployment)) launchFor(pass, deployment);
  }
}

/** A failed deployment starts no task; an old COMPLETED one only replaces tasks that it has lost. */
function mayLaunch(pass: Pass, deployment: Deployment): boolean {
  return deployment === pass.primary
    ? deployment.rolloutState !== "FAILED" && mayScale(pass)
    : deployment.rolloutState === "COMPLETED";
}

/** How many tasks a deployment lacks, and how many the service may still have at all. */
export function launchNeed(
  { service, bounds }: Pass,
  deployment: Deployment,
): { wanted: number; room: number; unhealthy: Task[] } {
  const own = alive(deployment.tasks);
  const unhealthy = own.filter((t) => t.service?.unhealthy);
  const occupied = service.deployments.reduce((sum, d) => sum + occupying(d.tasks), 0);
  return {
    wanted: deployment.desiredCount - (own.length - unhealthy.length),
    room: bounds.upper - occupied,
    unhealthy,
  };
}

function launchFor(pass: Pass, deployment: Deployment): void {
  const { service, now } = pass;
  const { wanted, room, unhealthy } = launchNeed(pass, deployment);
  if (wanted <= 0) {
    stopUnhealthy(pass, unhealthy);
    return;
  }
  if (now < deployment.launch.notBefore) {
    wake(pass, deployment.launch.notBefore);
    return;
  }
  const number = Math.min(wanted, room, atOnce(deployment));
  if (number <= 0) {
    // No room to start before stopping: stop the unhealthy tasks first.
    if (room <= 0) stopUnhealthy(pass, unhealthy);
    return;
  }
  const started = launch(pass, deployment, number);
  // From here on the breaker may end the deployment by the failures that it has counted.
  if (deployment.breaker.reached) deployment.breaker.triedSince = true;
  if (started.length === 0) return;
  const replaced = unhealthy.slice(0, started.length);
  say(pass, eventTexts.started(service.name, started, replaced.length));
  stopUnhealthy(pass, replaced);
}

/** One task at a time until the first has established the digests (dg/deployment-type-ecs). */
function atOnce({ revision, tasks }: Deployment): number {
  if (revision.digestState === "settled" || revision.digestAttempts >= digestAttempts) {
    return Infinity;
  }
  if (!wantsDigests(revision.taskDefinition)) return Infinity;
  return alive(tasks).some((t) => t.pullStoppedAt === undefined) ? 0 : 1;
}

function launch(pass: Pass, deployment: Deployment, number: number): Task[] {
  const { service, scheduler } = pass;
  const { settings, taskDefinition } = deployment.revision;
  const provider = settings.capacityProviderStrategy?.[0]?.capacityProvider;
  const started: Task[] = [];
  pass.acted = true;
  for (let i = 0; i < number; i++) {
    const launched = scheduler.launch({
      cluster: service.cluster,
      taskDefinition,
      launchType: launchTypeOf(deployment.revision),
      capacityProvider: provider,
      platformVersion: settings.platformVersion,
      subnets: settings.networkConfiguration?.awsvpcConfiguration?.subnets ?? [],
      group: `service:${service.name}`,
      startedBy: deployment.id,
      serviceName: service.name,
      enableExecuteCommand: service.options.enableExecuteCommand,
      tags: propagatedTags(service, deployment),
      deployment,
    });
    if ("refused" in launched) {
      say(pass, eventTexts.notPlaced(service.name, launched.refused.reason));
      countFailure(deployment);
      delayLaunch(pass, deployment);
      wake(pass, deployment.launch.notBefore);
      break;
    }
    started.push(launched.task);
  }
  return started;
}

function propagatedTags(service: Service, { revision }: Deployment) {
  switch (service.options.propagateTags) {
    case "SERVICE":
      return service.tags;
    case "TASK_DEFINITION":
      return revision.taskDefinition.tags;
    default:
      return [];
  }
}

function stopUnhealthy(pass: Pass, tasks: readonly Task[]): void {
  for (const task of tasks) {
    const group = task.service?.unhealthyIn;
    const reason =
      group === undefined
        ? "Task failed container health checks"
        : `Task failed ELB health checks in (target-group ${group})`;
    pass.scheduler.stop(task, "ServiceSchedulerInitiated", reason);
    pass.acted = true;
  }
}
