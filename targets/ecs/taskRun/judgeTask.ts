import type { Task } from "@aws-sdk/client-ecs";

export interface TaskJudgement {
  succeeded: boolean;
  exitCode?: number;
  /** One sentence. */
  reason: string;
}

/**
 * Judges a task that has stopped by the exit code of one container. A task that failed to start,
 * was stopped by somebody or lost its host has failed whatever its exit codes say.
 */
export function judgeTask(task: Task, containerName: string): TaskJudgement {
  const { containers = [], stopCode, stoppedReason } = task;
  const container = containers.find(({ name }) => name === containerName);
  const exitCode = container?.exitCode;
  const because = container?.reason ?? stoppedReason ?? "ECS gives no reason";
  if (!container) {
    return {
      succeeded: false,
      reason: `The task has no container "${containerName}": ${because}.`,
    };
  }
  if (exitCode === undefined) {
    return { succeeded: false, reason: `"${containerName}" never ran: ${because}.` };
  }
  if (exitCode !== 0) {
    const detail = container.reason === undefined ? "" : `: ${container.reason}`;
    return {
      succeeded: false,
      exitCode,
      reason: `"${containerName}" ended with exit code ${exitCode}${detail}.`,
    };
  }
  if (stopCode !== undefined && stopCode !== "EssentialContainerExited") {
    return {
      succeeded: false,
      exitCode,
      reason: `The task was stopped (${stopCode}): ${because}.`,
    };
  }
  return { succeeded: true, exitCode, reason: `"${containerName}" ended with exit code 0.` };
}
