import type { TaskDefinition } from "../state/taskDefinition";
import type { Ecs } from "../createEcs";
import { invalidParameter } from "../errors";

/** Before anything is carried out: what the runtime never does for a task definition on this machine. */
export function checkHostDemands(ecs: Ecs, { content }: TaskDefinition): void {
  const text = ecs.scheduler.context.runtime.forbids?.(content);
  if (text !== undefined) throw invalidParameter(text);
}
