import type { EmulatorContext } from "../../emulator";
import type { TaskRuntime } from "../../runtime/taskRuntime";

/** Everything that ECS's operations work on. */
export interface Ecs extends EmulatorContext {
  runtime: TaskRuntime;
}

export function createEcs(context: EmulatorContext, runtime: TaskRuntime): Ecs {
  return { ...context, runtime };
}
