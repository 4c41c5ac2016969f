import { SlipwayError } from "../../support/errors";
import { exitCodes, type ExitCode } from "./exitCodes";

const { usage, preflightRefused, buildFailed, taskFailed, stackLocked, cancelled } = exitCodes;

/**
 * What an error means for the exit code, by its stable code. All of them are of before any
 * service was touched; once one was, outcomes decide (releaseVerdict.ts).
 */
export const exitCodesByError: Readonly<Record<string, ExitCode>> = {
  // Settings, and what Slipway needs on this machine.
  SETTINGS_INVALID: usage,
  USAGE: usage,
  NOT_YET: usage,
  ARGUMENTS_INVALID: usage,
  REQUEST_IMPOSSIBLE: usage,
  COMMIT_NOT_CHECKED_OUT: usage,
  TAG_INVALID: usage,
  REPOSITORY_URL_INVALID: usage,
  DOCKER_CONFIG_INVALID: usage,
  PULUMI_MISSING: usage,
  PULUMI_TOO_OLD: usage,
  NO_BACKEND: usage,
  BACKEND_UNREACHABLE: usage,
  STATE_UNREADABLE: usage,
  NO_PROJECT: usage,
  STACK_NOT_FOUND: usage,
  SECRETS_NOT_PORTABLE: usage,
  PASSPHRASE_MISSING: usage,
  PASSPHRASE_WRONG: usage,
  TOOLCHAIN_MISSING: usage,
  TOOLCHAIN_FOREIGN: usage,
  PROGRAM_MISSING: usage,
  GATE_COMMAND_NOT_FOUND: usage,
  SANDBOX_RUNNING: usage,
  SANDBOX_NOT_RUNNING: usage,
  SANDBOX_FOLDER_TAKEN: usage,
  ROLLBACK_UNCLEAR: usage,
  NOTHING_TO_ROLL_BACK: preflightRefused,
  REVISION_INACTIVE: preflightRefused,
  ALARM_NOT_FOUND: preflightRefused,
  STACK_LOCKED: stackLocked,
  CANCELLED: cancelled,
  BUILD_BROKEN_OFF: cancelled,
  // AWS as it is found, before anything is sent to it.
  PREFLIGHT_REFUSED: preflightRefused,
  PLAN_CHANGED: preflightRefused,
  APPROVAL_UNCLEAR: preflightRefused,
  AWS_ACCOUNT_NOT_ALLOWED: preflightRefused,
  AWS_CREDENTIALS_MISSING: preflightRefused,
  AWS_CREDENTIALS_REJECTED: preflightRefused,
  AWS_REGION_MISSING: preflightRefused,
  AWS_ACCESS_DENIED: preflightRefused,
  AWS_THROTTLED: preflightRefused,
  AWS_UNREACHABLE: preflightRefused,
  AWS_REFUSED: preflightRefused,
  ECS_THROTTLED: preflightRefused,
  ECS_UNREACHABLE: preflightRefused,
  ECS_SERVER_FAULT: preflightRefused,
  ECS_ACCESS_DENIED: preflightRefused,
  ECS_UNSUPPORTED: preflightRefused,
  ECS_REFUSED: preflightRefused,
  PROMOTION_REFUSED: preflightRefused,
  CLUSTER_NOT_FOUND: preflightRefused,
  SERVICE_NOT_FOUND: preflightRefused,
  SERVICE_NOT_ACTIVE: preflightRefused,
  CONTROLLER_NOT_SUPPORTED: preflightRefused,
  ROLLOUT_NOT_STARTED: preflightRefused,
  CONTAINER_NOT_CHOSEN: preflightRefused,
  VARIABLE_IS_SECRET: preflightRefused,
  IMAGE_NOT_FOUND: preflightRefused,
  // The registry, as part of getting an image into it.
  REGISTRY_UNAUTHORIZED: buildFailed,
  REGISTRY_UNREACHABLE: buildFailed,
  REGISTRY_REFUSED: buildFailed,
  REGISTRY_LOGIN_FAILED: buildFailed,
  REPOSITORY_NOT_FOUND: buildFailed,
  TAG_IMMUTABLE: buildFailed,
  TAG_TAKEN: buildFailed,
  // The one-off task.
  TASK_RUN_FAILED: taskFailed,
  TASK_NOT_PLACED: taskFailed,
  TASK_BUSY: taskFailed,
};

/** By the type of the resource that failed, where its error has no code of its own. */
const byResource: Readonly<Record<string, ExitCode>> = {
  "docker-build:index:Image": buildFailed,
  "slipway:ecs:TaskRun": taskFailed,
  "slipway:ecs:TaskDefinitionRevision": preflightRefused,
  "slipway:ecs:ServiceRollout": preflightRefused,
};

/** The exit code of a command that ended with `error` before it touched a service. */
export function exitCodeOfError(error: unknown): ExitCode {
  return error instanceof SlipwayError
    ? (exitCodesByError[error.code] ?? exitCodes.unexpected)
    : exitCodes.unexpected;
}

/** The exit code of a failure that the engine reported, no service being touched. */
export function exitCodeOfFailure(code: string | undefined, type: string | undefined): ExitCode {
  const task = type === undefined ? undefined : byResource[type];
  // A denied call is a build's failure when the build made it.
  if (task === buildFailed || task === taskFailed) return task;
  return (code === undefined ? undefined : exitCodesByError[code]) ?? task ?? exitCodes.unexpected;
}
