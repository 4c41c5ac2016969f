import type { Task } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { groupStopped, isLike } from "../../../../targets/ecs/evidence/stoppedTasks";

describe("groupStopped", () => {
  it("leaves out what ECS stopped to scale in", () => {
    const stoppedReason = "Scaling activity initiated by (deployment ecs-svc/200)";
    expect(groupStopped([{ stoppedReason }, { stoppedReason: "x" }])).to.have.lengthOf(1);
  });

  it("blames the container that has a reason of its own before one that merely exited", () => {
    const containers = [
      { name: "sidecar", exitCode: 143 },
      { name: "app", exitCode: 137, reason: "OutOfMemoryError" },
    ];
    expect(groupStopped([{ containers }])[0]).to.deep.include({ container: "app", exitCode: 137 });
  });

  const exited = "EssentialContainerExited";
  const unhealthy = "ServiceSchedulerInitiated";
  /** Who exited how, and whom that tells of. */
  const blame: [string, Record<string, number | undefined>, string | undefined, string?][] = [
    ["the one that failed, not one that ECS stopped for it", { agent: 143, app: 1 }, "app"],
    ["the one that failed, not one that ECS had to kill", { agent: 137, app: 1 }, "app"],
    ["one that was killed, not one that ECS stopped for it", { agent: 143, app: 137 }, "app"],
    ["the only one", { app: 143 }, "app"],
    ["nobody where one simply ended and ECS stopped the rest", { agent: 143, app: 0 }, undefined],
    ["nobody where one simply ended and ECS killed the rest", { agent: 137, app: 0 }, undefined],
    ["nobody whom health checks had stopped", { agent: 143, app: 137 }, undefined, unhealthy],
    ["nobody who ends with an error when stopped", { agent: 143, app: 1 }, undefined, unhealthy],
    ["nobody whom somebody stopped", { app: 1 }, undefined, "UserInitiated"],
    ["nobody where none ran", { app: undefined }, undefined, "TaskFailedToStart"],
  ];
  for (const [whom, exits, container, stopCode = exited] of blame) {
    it(`blames ${whom}`, () => {
      const containers = Object.entries(exits).map(([name, exitCode]) => ({ name, exitCode }));
      for (const listed of [containers, [...containers].reverse()]) {
        const [group] = groupStopped([{ containers: listed, stopCode } as Task]);
        expect(group?.container).to.equal(container);
        expect(group?.exitCode).to.equal(container === undefined ? undefined : exits[container]);
      }
    });
  }

  it("believes a reason whatever stopped the task", () => {
    const containers = [
      { name: "agent", exitCode: 1 },
      { name: "app", exitCode: 137, reason: "OutOfMemoryError" },
    ];
    const [group] = groupStopped([{ containers, stopCode: unhealthy }]);
    expect(group).to.deep.include({ container: "app", reason: "OutOfMemoryError" });
  });

  it("sees one failure in whatever order ECS lists the containers", () => {
    const [app, web] = ["app", "web"].map((name) => ({ name, exitCode: 1 }));
    const tasks = [
      [app!, web!],
      [web!, app!],
    ].map((containers) => ({ containers }));
    expect(groupStopped(tasks)).to.have.lengthOf(1);
  });
});

describe("isLike", () => {
  const like = (a: string, b: string) =>
    isLike({ reason: a, count: 1, taskArn: "" }, { reason: b, count: 1, taskArn: "" });

  it("sees one failure where only ids and addresses differ", () => {
    expect(like("exited", "exited")).to.be.true;
    expect(
      like(
        "api error: RequestID: 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f, dial tcp 10.0.0.1:443",
        "api error: RequestID: ffffffff-0a1b-0a1b-0a1b-0a1b2c3d4e5f, dial tcp 10.0.12.7:443",
      ),
    ).to.be.true;
    expect(like("exited", "OutOfMemoryError")).to.be.false;
  });

  it("tells containers apart", () => {
    const one = { reason: "exited", count: 1, taskArn: "" };
    expect(isLike({ ...one, container: "app" }, { ...one, container: "web" })).to.be.false;
  });
});
