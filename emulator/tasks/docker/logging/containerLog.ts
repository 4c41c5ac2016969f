import { appendFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock } from "../../../../support/clock";
import { messageOf } from "../../../../support/errors";
import type { ContainerSpec, TaskSpec } from "../../taskRuntime";
import type { LogDestination } from "../ports";

/** Where the lines of one container go. */
export interface ContainerLog {
  line(text: string): void;
  /** Resolves when every line is stored. */
  end(): Promise<void>;
}

export interface LogDrivers {
  clock: Clock;
  logs: LogDestination;
  /** Holds what goes to other drivers than awslogs: `TASK-ID/CONTAINER.log`. */
  folder: string;
}

interface LogConfiguration {
  logDriver?: string;
  options?: Record<string, string>;
}

/**
 * `awslogs` goes to CloudWatch Logs; every other driver to a file: the emulator reaches no log service, and its own folder
 * is where people look. What goes to a FireLens router (fireLens.ts) is in a file as well.
 * @throws Error with the reason that ECS gives a task that can't log
 */
export function openContainerLog(
  drivers: LogDrivers,
  task: TaskSpec,
  container: ContainerSpec,
): ContainerLog {
  const { logDriver, options = {} } = (container.definition.logConfiguration ??
    {}) as LogConfiguration;
  return logDriver === "awslogs"
    ? cloudWatchLog(drivers, task, container, options)
    : fileLog(join(drivers.folder, task.taskId, `${container.name}.log`));
}

function cloudWatchLog(
  { logs, clock }: LogDrivers,
  task: TaskSpec,
  container: ContainerSpec,
  options: Record<string, string>,
): ContainerLog {
  const group = options["awslogs-group"] ?? "";
  const prefix = options["awslogs-stream-prefix"];
  const stream =
    prefix === undefined
      ? `${container.name}-${task.taskId}`
      : `${prefix}/${container.name}/${task.taskId}`;
  try {
    if (options["awslogs-create-group"] === "true" && !logs.has(group)) logs.createGroup(group);
    logs.createStream(group, stream);
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(
      `ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ${cause} : exit status 1`,
      { cause: error },
    );
  }
  return {
    line: (message) => {
      try {
        if (message !== "") logs.put(group, stream, [{ timestamp: clock.now(), message }]);
      } catch {
        // The group was deleted meanwhile: the driver drops what it can't deliver, the container goes on.
      }
    },
    end: () => Promise.resolve(),
  };
}

function fileLog(path: string): ContainerLog {
  let written: Promise<unknown> = mkdir(dirname(path), { recursive: true });
  let failure: string | undefined;
  return {
    line: (text) => {
      written = written
        .then(() => appendFile(path, `${text}\n`))
        .catch((error: unknown) => {
          failure = messageOf(error);
        });
    },
    async end() {
      await written;
      if (failure !== undefined) throw new Error(`The log ${path} is incomplete: ${failure}`);
    },
  };
}
