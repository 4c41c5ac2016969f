import type { ContainerDefinition, LogConfiguration } from "@aws-sdk/client-ecs";

/** Where a container's output goes. */
export type LogPlace =
  | { kind: "awslogs"; group: string; stream: string; region?: string }
  /** Somewhere that is not read from here, in words. */
  | { kind: "elsewhere"; where: string };

export interface LoggingTask {
  /** The last part of the task's ARN. */
  taskId: string;
  /** Docker's own id of the container, which names the stream where no prefix is set. */
  runtimeId?: string;
}

/** By the names that the `awslogs` driver gives its streams: `prefix/container/task`. */
export function logPlace(
  { name = "", logConfiguration }: ContainerDefinition,
  { taskId, runtimeId }: LoggingTask,
): LogPlace {
  if (!logConfiguration) {
    return elsewhere("only on its host, as the container has no logConfiguration");
  }
  const { logDriver, options = {} } = logConfiguration;
  if (logDriver !== "awslogs") return elsewhere(describe(logConfiguration));
  const { "awslogs-group": group, "awslogs-region": region } = options;
  const prefix = options["awslogs-stream-prefix"];
  const stream = prefix === undefined ? runtimeId : `${prefix}/${name}/${taskId}`;
  if (group === undefined || stream === undefined) return elsewhere(describe(logConfiguration));
  return { kind: "awslogs", group, stream, ...(region !== undefined && { region }) };
}

function elsewhere(where: string): LogPlace {
  return { kind: "elsewhere", where };
}

/** Options whose values tell where the lines are; any other may be a key. */
const telling = [
  ...["name", "host", "region", "log_group_name", "log_stream_prefix", "delivery_stream"],
  ...["stream", "bucket", "dd_service", "dd_source", "index", "tag", "awslogs-group"],
  ...["splunk-index", "gelf-address", "syslog-address", "fluentd-address", "awslogs-region"],
];

/** The driver, with its options by name; values only where they can't be a secret. */
function describe({ logDriver, options = {} }: LogConfiguration): string {
  const shown = Object.entries(options).map(([option, value]) =>
    telling.includes(option.toLowerCase()) ? `${option}=${value}` : option,
  );
  const driver: string = logDriver ?? "a driver without a name";
  return shown.length > 0 ? `${driver} (${shown.sort().join(", ")})` : driver;
}
