import type { Deployment } from "../state/deployment";
import type { Task } from "../state/task";
import { eventTexts } from "../scheduler/eventTexts";
import { say, type Pass } from "../scheduler/pass";
import { healthyTasks } from "./scaledUp";
import { holdsOldOnes, mayScale } from "../deployments/stages";
import { alive } from "./taskCounts";

/**
 * Stops surplus tasks: old ones as new ones become healthy, and PRIMARY's own after a scale-in
 * (dg/deployment-type-ecs).
 */
export function stopTasks(pass: Pass): void {
  const { primary, service, bounds } = pass;
  // Without a rollback everything stays as the failure left it (dg/deployment-circuit-breaker).
  if (primary.rolloutState === "FAILED" || !mayScale(pass)) return;
  stopBeyond(pass, primary, primary.desiredCount);
  let toKeep = Math.max(0, bounds.lower - healthyTasks(primary));
  for (const deployment of oldOnes(service.deployments)) {
    const completed = deployment.rolloutState === "COMPLETED";
    const has = healthyTasks(deployment);
    const kept = Math.min(completed ? deployment.desiredCount : has, toKeep);
    toKeep -= Math.min(kept, has);
    if (deployment.desiredCount !== kept) {
      deployment.desiredCount = kept;
      deployment.updatedAt = pass.now;
    }
    if (
      !completed &&
      alive(deployment.tasks).length > kept &&
      deployment.rolloutState === "FAILED"
    ) {
      deployment.status = "DRAINING";
    }
    stopBeyond(pass, deployment, kept);
  }
}

/** Takes old deployments off the list with their last task, superseded ones without success too. */
export function dropFinishedDeployments(pass: Pass): void {
  const { service, primary } = pass;
  if (primary.rolloutState === "FAILED") return;
  service.deployments = service.deployments.filter((deployment) => {
    if (deployment === primary || deployment.tasks.size > 0) return true;
    const good = deployment.rolloutState === "COMPLETED";
    if (good && (deployment.desiredCount > 0 || holdsOldOnes(pass))) return true;
    deployment.status = "INACTIVE";
    return false;
  });
}

/** Old deployments in the order in which their tasks are kept: COMPLETED ones first, then the newest. */
function oldOnes([, ...old]: readonly Deployment[]): Deployment[] {
  const rank = (d: Deployment) => (d.rolloutState === "COMPLETED" ? 0 : 1);
  return old.sort((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
}

function stopBeyond(pass: Pass, deployment: Deployment, keep: number): void {
  const { service } = pass;
  const running = alive(deployment.tasks);
  if (running.length <= keep) return;
  const value = (task: Task) => (task.service?.healthy ? 2 : task.lastStatus === "RUNNING" ? 1 : 0);
  const stopping = running
    .sort((a, b) => value(a) - value(b) || a.createdAt - b.createdAt)
    .slice(0, running.length - keep);
  const reason = `Scaling activity initiated by (deployment ${pass.primary.id})`;
  const ran = stopping.filter((t) => t.lastStatus === "RUNNING");
  for (const task of stopping) pass.scheduler.stop(task, "ServiceSchedulerInitiated", reason);
  pass.acted = true;
  if (ran.length > 0) say(pass, eventTexts.stoppedRunning(service.name, ran));
  const pending = stopping.length - ran.length;
  if (pending > 0) say(pass, eventTexts.stoppedPending(service.name, pending));
}
