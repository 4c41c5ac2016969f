import type { EcsApi } from "../ecs/ecsApi";
import type { RolloutController } from "../ecs/rollout/rollout";
import type { RevisionRegistrar } from "../ecs/taskDefinition/revisions";
import type { TaskRunProgress, TaskRunRequest, TaskRunResult } from "../ecs/taskRun/taskRun";
import type { ImageRegistry } from "../registry/imageRegistry";
import type { Clock } from "../support/clock";

/** What the handlers work with: one of each for the provider's process. */
export interface Services {
  ecs: EcsApi;
  rollouts: RolloutController;
  registrar: Pick<RevisionRegistrar, "register">;
  tasks: TaskRunner;
  registry: ImageRegistry;
  clock: Clock;
}

export interface TaskRunner {
  run(
    request: TaskRunRequest,
    onProgress: (progress: TaskRunProgress) => void,
    signal: AbortSignal,
  ): Promise<TaskRunResult>;
}
