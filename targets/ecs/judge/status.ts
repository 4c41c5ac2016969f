import type { Service } from "@aws-sdk/client-ecs";
import { outcomeLabel, type Outcome } from "../../../contract/outcome";
import type { RolloutCounts } from "../../rollout";
import { deploymentOf, type Observation } from "../watch/snapshot";
import type { Verdict } from "./verdict";

/** Counts of one deployment; its service's desired count while ECS still says 0 for a new one. */
export function countsOf(service: Service, deploymentId: string): RolloutCounts | undefined {
  const own = deploymentOf(service, deploymentId);
  if (!own) return undefined;
  return {
    desired: own.desiredCount === 0 ? (service.desiredCount ?? 0) : (own.desiredCount ?? 0),
    running: own.runningCount ?? 0,
    pending: own.pendingCount ?? 0,
    failed: own.failedTasks ?? 0,
  };
}

/** One line on a rollout, e.g. `2 of 4 running on mage-web:42`. */
export function statusLine(counts: RolloutCounts, to: string, verdict: Verdict): string {
  const { desired, running, failed } = counts;
  const state = verdict.state === "moving" && verdict.failing;
  if (state) {
    const { outcome, reason } = state;
    return `${to} failed, ${backTo(outcome)}: ${reason}`;
  }
  const parts = [`${running} of ${desired} running on ${to}`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (verdict.state === "moving" && verdict.idle) parts.push(verdict.idle);
  return parts.join(", ");
}

function backTo(outcome: Outcome): string {
  if (outcome.kind !== "rolled back") return outcomeLabel(outcome);
  return `going back${outcome.to === undefined ? "" : ` to ${outcome.to}`} (${outcome.by})`;
}

/** Whether tasks of the deployment have failed, or ECS has called it failed. */
export function hasFailed({ failure, latest, target }: Observation): boolean {
  if (failure) return true;
  const own = latest?.service && deploymentOf(latest.service, target.deploymentId);
  return (own?.failedTasks ?? 0) > 0;
}
