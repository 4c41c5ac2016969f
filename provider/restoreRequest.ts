export {
  parseRestoreRequest,
  restoreVariable,
  type RestoreRequest,
} from "../ecs/rollout/restoreRequest";
