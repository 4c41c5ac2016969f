import { expect } from "chai";
import { groupStopped, isLike } from "../../../ecs/rollout/stoppedTasks";

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
