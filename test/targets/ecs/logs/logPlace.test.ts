import { expect } from "chai";
import { logPlace } from "../../../../targets/ecs/logs/logPlace";

const task = { taskId: "0a1b", runtimeId: "d0c4e7" };

function placeOf(logDriver: string, options: Record<string, string>, of = task) {
  return logPlace(
    { name: "app", logConfiguration: { logDriver: logDriver as never, options } },
    of,
  );
}

describe("logPlace", () => {
  it("is the stream that awslogs makes: prefix, container, task", () => {
    const options = { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" };
    expect(placeOf("awslogs", { ...options, "awslogs-stream-prefix": "web" })).to.deep.equal({
      kind: "awslogs",
      group: "/ecs/web",
      stream: "web/app/0a1b",
      region: "eu-west-1",
    });
  });

  it("is named after Docker's container where there is no prefix", () => {
    expect(placeOf("awslogs", { "awslogs-group": "/ecs/web" })).to.deep.equal({
      kind: "awslogs",
      group: "/ecs/web",
      stream: "d0c4e7",
    });
    expect(
      placeOf("awslogs", { "awslogs-group": "/ecs/web" }, { taskId: "0a1b" } as never),
    ).to.deep.equal({ kind: "elsewhere", where: "awslogs (awslogs-group=/ecs/web)" });
  });

  it("names another driver and its options, but no value that could be a key", () => {
    const options = { "splunk-token": "t0k3n", "splunk-index": "main", Name: "datadog" };
    expect(placeOf("splunk", options)).to.deep.equal({
      kind: "elsewhere",
      where: "splunk (Name=datadog, splunk-index=main, splunk-token)",
    });
    expect(placeOf("awsfirelens", {})).to.deep.equal({ kind: "elsewhere", where: "awsfirelens" });
  });

  it("says when a container's output goes nowhere", () => {
    expect(logPlace({ name: "app" }, task))
      .to.have.property("where")
      .that.contains("only on its host");
  });
});
