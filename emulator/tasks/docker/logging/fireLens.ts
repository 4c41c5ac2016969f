import type { HostConfig } from "dockerode";
import type { ContainerDefinition } from "../../../services/ecs/shapes";
import type { ContainerSpec, TaskSpec } from "../../taskRuntime";

/** Where a router takes records in Fluent's forward protocol. */
export const forwardPort = 24224;

/** Where Fluent Bit looks for its configuration in the images that ECS documents. */
export const configPath = "fluent-bit/etc/fluent-bit.conf";

const definition = ({ definition }: ContainerSpec) => definition as ContainerDefinition;

/** The container that routes the logs of others, where it is one that the emulator can configure. */
export function fluentBitRouter(task: TaskSpec): ContainerSpec | undefined {
  return task.containers.find((c) => definition(c).firelensConfiguration?.type === "fluentbit");
}

/** Whether the container's output goes to the task's router. */
export function isRouted(task: TaskSpec, container: ContainerSpec): boolean {
  const { logConfiguration } = definition(container);
  return logConfiguration?.logDriver === "awsfirelens" && fluentBitRouter(task) !== undefined;
}

/**
 * The configuration that ECS writes for a Fluent Bit router: its inputs, the fields that it adds to records, and the output
 * of each container that it serves (dg/firelens-taskdef; aws-samples/amazon-ecs-firelens-under-the-hood).
 */
export function fluentBitConfig(task: TaskSpec, router: ContainerSpec): string {
  const options = definition(router).firelensConfiguration?.options ?? {};
  const metadata = options["enable-ecs-log-metadata"] !== "false";
  const routed = task.containers.filter((c) => isRouted(task, c));
  return [
    section("INPUT", [
      ["Name", "forward"],
      ["unix_path", "/var/run/fluent.sock"],
    ]),
    section("INPUT", [
      ["Name", "forward"],
      ["Listen", "0.0.0.0"],
      ["Port", String(forwardPort)],
    ]),
    ...routed.flatMap(patterns),
    ...(metadata ? [section("FILTER", recordModifier(task))] : []),
    ...(options["config-file-type"] === "file"
      ? [`@INCLUDE ${options["config-file-value"] ?? ""}\n`]
      : []),
    ...routed.flatMap(output),
  ].join("\n");
}

type Line = [name: string, value: string];

function section(name: string, lines: Line[]): string {
  return `[${name}]\n${lines.map(([key, value]) => `    ${key} ${value}\n`).join("")}`;
}

function recordModifier({ clusterName, taskArn, family, revision }: TaskSpec): Line[] {
  return [
    ["Name", "record_modifier"],
    ["Match", "*"],
    ["Record", `ecs_cluster ${clusterName}`],
    ["Record", `ecs_task_arn ${taskArn}`],
    ["Record", `ecs_task_definition ${family}:${revision}`],
  ];
}

/** A record's tag names its container. */
const tag = (task: TaskSpec, { name }: ContainerSpec) => `${name}-firelens-${task.taskId}`;
const match = ({ name }: ContainerSpec): Line => ["Match", `${name}-firelens*`];

function patterns(container: ContainerSpec): string[] {
  const options = definition(container).logConfiguration?.options ?? {};
  return (
    [
      ["Regex", "include-pattern"],
      ["Exclude", "exclude-pattern"],
    ] as const
  ).flatMap(([rule, key]) => {
    const pattern = options[key];
    if (pattern === undefined) return [];
    return [section("FILTER", [["Name", "grep"], match(container), [rule, `log ${pattern}`]])];
  });
}

function output(container: ContainerSpec): string[] {
  const { Name: plugin, ...options } = definition(container).logConfiguration?.options ?? {};
  const own = Object.entries(options).filter(
    ([key]) => key !== "include-pattern" && key !== "exclude-pattern",
  );
  // Without a plugin the records go nowhere but to outputs of the router's own file.
  if (plugin === undefined) return [];
  return [section("OUTPUT", [["Name", plugin], match(container), ...own])];
}

/** The application's own loggers find the router by these. */
export const loggerVariables: readonly [string, string][] = [
  ["FLUENT_HOST", "127.0.0.1"],
  ["FLUENT_PORT", String(forwardPort)],
];

/**
 * Docker's fluentd driver, as on ECS.
 * @param port of 127.0.0.1 at which the engine finds the router's forward port
 */
export function routedLogConfig(
  task: TaskSpec,
  container: ContainerSpec,
  port: number,
): HostConfig["LogConfig"] {
  return {
    Type: "fluentd",
    Config: {
      tag: tag(task, container),
      "fluentd-address": `127.0.0.1:${port}`,
      "fluentd-async": "true",
      "fluentd-sub-second-precision": "true",
      // Without a limit the driver retries for ever, and a container whose router has stopped would never end.
      "fluentd-retry-wait": "200ms",
      "fluentd-max-retries": "10",
    },
  };
}
