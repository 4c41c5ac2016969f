import type { ServiceRevision } from "../state/serviceRevision";
import type { Task } from "../state/task";
import type { TaskDefinition } from "../state/taskDefinition";

/** How many first tasks may fail before a deployment continues without digests (dg/deployment-type-ecs). */
export const digestAttempts = 3;

/** Whether some image of a task definition has to be resolved: it names no digest, and version consistency is on. */
export function wantsDigests(taskDefinition: TaskDefinition): boolean {
  return taskDefinition.content.containerDefinitions.some(
    (c) => c.versionConsistency !== "disabled" && !(c.image ?? "").includes("@sha256:"),
  );
}

/** Fixes the digests that the first task with all images pulled has found. */
export function noteDigests(revision: ServiceRevision, task: Task): void {
  if (revision.digestState === "settled" || task.pullStoppedAt === undefined) return;
  for (const definition of revision.taskDefinition.content.containerDefinitions) {
    const digest = task.containers.find((c) => c.name === definition.name)?.digest;
    if (digest === undefined || definition.versionConsistency === "disabled") continue;
    revision.digests.set(definition.name ?? "", digest);
  }
  revision.digestState = "settled";
}
