import type { RolloutController } from "../rollout";
import { chooseController } from "./controllers/chooseController";
import { createEcsController, type EcsControllerOptions } from "./controllers/ecs/ecsController";
import type { EcsApi } from "./ecsApi";
import type { ServiceRolloutRequest } from "./serviceRolloutRequest";

/** Rollouts of ECS services, whatever their controller. Keep one for a process. */
export function createServiceRollouts(
  api: EcsApi,
  options: EcsControllerOptions = {},
): RolloutController<ServiceRolloutRequest> {
  return chooseController(api, { ECS: createEcsController(api, options) });
}
