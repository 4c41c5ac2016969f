import type { Service } from "../state/service";
import type { Task } from "../state/task";
import { targetsOf, type TargetGroups } from "../ports/targetGroups";

/** The scheduler's judgement of one task of a service (api/DeploymentConfiguration). */
export type TaskVerdict =
  | { state: "healthy" }
  | { state: "unhealthy"; by: "container" }
  | { state: "unhealthy"; by: "target"; group: string; port: number; reason: string }
  /** Not known yet; judge again at `again` where time alone decides. */
  | { state: "waiting"; again?: number };

/** A task without any health check counts after so long in RUNNING. */
const unchecked = 40_000;

export function taskVerdict(
  service: Service,
  task: Task,
  targets: TargetGroups,
  now: number,
): TaskVerdict {
  if (task.lastStatus !== "RUNNING" || task.startedAt === undefined) return { state: "waiting" };
  const grace = (service.options.healthCheckGracePeriodSeconds ?? 0) * 1000;
  const graceEnds = task.startedAt + grace;
  const checked = task.spec.containers.some((c) => c.essential && c.healthCheck);
  const registered = targetsOf(task);
  if (!checked && registered.length === 0) {
    const due = task.startedAt + unchecked;
    return now >= due ? { state: "healthy" } : { state: "waiting", again: due };
  }
  if (checked && task.healthStatus === "UNHEALTHY") {
    return now < graceEnds
      ? { state: "waiting", again: graceEnds }
      : { state: "unhealthy", by: "container" };
  }
  for (const target of registered) {
    const health = targets.health(target);
    if (health.state !== "unhealthy") continue;
    if (now < graceEnds) return { state: "waiting", again: graceEnds };
    const { group, port } = target;
    return { state: "unhealthy", by: "target", group, port, reason: health.reason };
  }
  const healthy =
    (!checked || task.healthStatus === "HEALTHY") &&
    registered.every((target) => targets.health(target).state === "healthy");
  return { state: healthy ? "healthy" : "waiting" };
}
