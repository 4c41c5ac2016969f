import { expect } from "chai";
import { containerConfig } from "../../../../emulator/tasks/docker/containerConfig";
import { containerSpec, taskSpec } from "../../_helpers/specs";

const around = {
  sandbox: "5a",
  region: "eu-west-1",
  pauseId: "p1",
  endpoint: false,
  image: "app@sha256:1",
  secrets: [],
  volumeName: (volume: string) => `slipway-5a-0f-${volume}`,
  hostFolder: (sourcePath: string) => `/real${sourcePath}`,
};

describe("containerConfig", () => {
  it("joins the task's network, without the image's own health check", () => {
    const config = containerConfig(taskSpec(), containerSpec(), around);
    expect(config).to.deep.include({
      Image: "app@sha256:1",
      name: "slipway-5a-0f-web",
      Healthcheck: { Test: ["NONE"] },
    });
    expect(config.HostConfig?.NetworkMode).to.equal("container:p1");
    expect(config).not.to.have.any.keys("Cmd", "Entrypoint", "User", "WorkingDir");
  });

  it("lets the task definition's variables win over ECS's, and secrets over both", () => {
    const container = containerSpec({
      environment: [
        { name: "AWS_REGION", value: "mine" },
        { name: "KEY", value: "plain" },
      ],
    });
    const config = containerConfig(taskSpec(), container, {
      ...around,
      secrets: [{ name: "KEY", value: "a=b" }],
    });
    expect(config.Env).to.eql([
      "AWS_EXECUTION_ENV=AWS_ECS_FARGATE",
      "AWS_REGION=mine",
      "AWS_DEFAULT_REGION=eu-west-1",
      "KEY=a=b",
    ]);
  });

  it("names the task endpoint where there is one, and credentials where there is a role", () => {
    const endpoint = [
      "ECS_CONTAINER_METADATA_URI=http://169.254.170.2/v3/0f-0365508689",
      "ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/0f-0365508689",
      "AWS_ENDPOINT_URL=http://169.254.170.2",
    ];
    const there = { ...around, endpoint: true };
    const { Env = [] } = containerConfig(taskSpec(), containerSpec(), there);
    expect(Env.slice(3)).to.eql(endpoint);
    const task = taskSpec({ credentialsId: "an-id" });
    const named = containerConfig(task, containerSpec(), there);
    expect(named.Env).to.eql([
      ...Env,
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/an-id",
    ]);
  });

  it("takes command, user, labels, limits and volumes from the definition", () => {
    const container = containerSpec({
      command: ["serve"],
      entryPoint: ["tini", "--"],
      definition: {
        user: "1000",
        workingDirectory: "/app",
        dockerLabels: { team: "platform" },
        memoryReservation: 50,
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
        mountPoints: [
          { sourceVolume: "state", containerPath: "/state", readOnly: true },
          { sourceVolume: "host", containerPath: "/host" },
          { sourceVolume: "unknown", containerPath: "/none" },
        ],
      },
    });
    const task = taskSpec({
      memory: "512",
      volumes: [{ name: "state" }, { name: "host", host: { sourcePath: "/srv" } }],
    });
    const config = containerConfig(task, container, around);
    expect(config).to.deep.include({
      Cmd: ["serve"],
      Entrypoint: ["tini", "--"],
      User: "1000",
      WorkingDir: "/app",
    });
    expect(config.Labels).to.include({
      team: "platform",
      "slipway.sandbox": "5a",
      "com.amazonaws.ecs.task-definition-version": "3",
    });
    expect(config.HostConfig).to.deep.include({
      Memory: 512 * 1024 * 1024,
      MemoryReservation: 50 * 1024 * 1024,
      ReadonlyRootfs: true,
      Init: true,
      CapDrop: ["ALL"],
      Mounts: [
        { Type: "volume", Source: "slipway-5a-0f-state", Target: "/state", ReadOnly: true },
        { Type: "bind", Source: "/real/srv", Target: "/host", ReadOnly: false },
      ],
    });
  });

  it("prefers a container's own memory limit", () => {
    const container = containerSpec({ definition: { memory: 64 } });
    const config = containerConfig(taskSpec({ memory: "512" }), container, around);
    expect(config.HostConfig?.Memory).to.equal(64 * 1024 * 1024);
  });
});
