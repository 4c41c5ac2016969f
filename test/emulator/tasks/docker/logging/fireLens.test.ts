import { expect } from "chai";
import { containerConfig } from "../../../../../emulator/tasks/docker/containerConfig";
import {
  fluentBitConfig,
  fluentBitRouter,
} from "../../../../../emulator/tasks/docker/logging/fireLens";
import type { ContainerSpec } from "../../../../../emulator/tasks/taskRuntime";
import { containerSpec, taskSpec } from "../../../_helpers/specs";

const router = (options: Record<string, string> = {}) =>
  containerSpec({
    name: "log_router",
    definition: { firelensConfiguration: { type: "fluentbit", options } },
  });
const routed = (name: string, options: Record<string, string>) =>
  containerSpec({ name, definition: { logConfiguration: { logDriver: "awsfirelens", options } } });
const around = {
  ...{ sandbox: "5a", region: "us-east-1", pauseId: "p1", endpoint: false, image: "app" },
  ...{ secrets: [], volumeName: (volume: string) => volume, routerPort: 40123 },
  hostFolder: (sourcePath: string) => sourcePath,
};

describe("fluentBitConfig", () => {
  const written = (first: ContainerSpec, ...rest: ContainerSpec[]) =>
    fluentBitConfig(taskSpec({ containers: [first, ...rest] }), first);

  it("takes records in, adds the task to them, and sends each container's to its own output", () => {
    const loki = { Name: "grafana-loki", Url: "https://logs.example.com/push" };
    const config = written(
      router(),
      routed("web", loki),
      routed("worker", { Name: "null", "include-pattern": "^E", "exclude-pattern": "debug" }),
      containerSpec({ name: "quiet" }),
    );
    expect(config).to.equal(`[INPUT]
    Name forward
    unix_path /var/run/fluent.sock

[INPUT]
    Name forward
    Listen 0.0.0.0
    Port 24224

[FILTER]
    Name grep
    Match worker-firelens*
    Regex log ^E

[FILTER]
    Name grep
    Match worker-firelens*
    Exclude log debug

[FILTER]
    Name record_modifier
    Match *
    Record ecs_cluster main
    Record ecs_task_arn arn:aws:ecs:us-east-1:123456789012:task/main/0f
    Record ecs_task_definition app:3

[OUTPUT]
    Name grafana-loki
    Match web-firelens*
    Url https://logs.example.com/push

[OUTPUT]
    Name null
    Match worker-firelens*
`);
  });

  it("leaves the task out with enable-ecs-log-metadata off, and includes the router's own file", () => {
    const config = written(
      router({
        "enable-ecs-log-metadata": "false",
        "config-file-type": "file",
        "config-file-value": "/extra.conf",
      }),
      routed("web", {}),
    );
    expect(config).not.to.contain("record_modifier");
    expect(config).not.to.contain("[OUTPUT]");
    expect(config).to.match(/\n@INCLUDE \/extra\.conf\n$/);
  });
});

describe("containerConfig: awsfirelens", () => {
  it("sends the output to the router by Docker's fluentd driver, and tells loggers where it is", () => {
    const web = routed("web", { Name: "null" });
    const task = taskSpec({ containers: [router(), web] });
    const { Env, HostConfig } = containerConfig(task, web, around);
    expect(HostConfig?.LogConfig).to.deep.include({ Type: "fluentd" });
    expect(HostConfig?.LogConfig?.Config).to.include({
      tag: "web-firelens-0f",
      "fluentd-address": "127.0.0.1:40123",
      "fluentd-async": "true",
    });
    expect(Env).to.include.members(["FLUENT_HOST=127.0.0.1", "FLUENT_PORT=24224"]);
    const own = containerConfig(task, fluentBitRouter(task)!, around);
    expect(own.HostConfig?.LogConfig).to.include({ Type: "json-file" });
    expect(own.Env).not.to.include("FLUENT_PORT=24224");
  });

  it("writes to a file when no container of the task is a router", () => {
    const web = routed("web", { Name: "null" });
    const config = containerConfig(taskSpec({ containers: [web] }), web, around);
    expect(config.HostConfig?.LogConfig).to.include({ Type: "json-file" });
  });
});
