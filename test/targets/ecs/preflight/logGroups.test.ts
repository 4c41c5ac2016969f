import { expect } from "chai";
import { logGroupFindings } from "../../../../targets/ecs/preflight/logGroups";
import type { Planned } from "../../../../targets/ecs/preflight/planned";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";

function plan(
  service: string,
  options: Record<string, string>,
  logDriver = "awslogs",
): Pick<Planned, "service" | "input"> {
  const logConfiguration = { logDriver: logDriver as "awslogs", options };
  return {
    service,
    input: { family: service, containerDefinitions: [{ name: "app", logConfiguration }] },
  };
}

describe("logGroupFindings", () => {
  let logs: FakeLogsApi;
  const clock = new VirtualClock();

  beforeEach(() => {
    logs = new FakeLogsApi();
    logs.groups.add("/ecs/web");
  });

  it("finds nothing where the groups are there, and asks for each once", async () => {
    const options = { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" };
    const plans = [plan("web", options), plan("worker", options)];
    expect(await logGroupFindings(logs, plans, clock)).to.be.empty;
    expect(logs.asked).to.deep.equal(["eu-west-1 /ecs/web"]);
  });

  it("names every service whose tasks would not start", async () => {
    const options = { "awslogs-group": "/ecs/gone" };
    const findings = await logGroupFindings(
      logs,
      [plan("web", options), plan("worker", options)],
      clock,
    );
    expect(findings.map(({ level, code, service }) => [level, code, service])).to.deep.equal([
      ["error", "LOG_GROUP_NOT_FOUND", "web"],
      ["error", "LOG_GROUP_NOT_FOUND", "worker"],
    ]);
  });

  it("leaves groups that ECS creates, and other drivers", async () => {
    const [made, also] = ["true", "1"].map((creates) =>
      plan("web", { "awslogs-group": "/ecs/new", "awslogs-create-group": creates }),
    );
    const other = plan("web", { "awslogs-group": "/ecs/new" }, "splunk");
    const none: Pick<Planned, "service" | "input"> = {
      service: "web",
      input: { family: "web", containerDefinitions: [{ name: "app" }] },
    };
    expect(await logGroupFindings(logs, [made!, also!, other, none], clock)).to.be.empty;
    expect(logs.asked).to.be.empty;
  });

  it("says what it could not look up, and fails nothing", async () => {
    logs.fault = new Error("logs:DescribeLogGroups is not allowed");
    const [note] = await logGroupFindings(
      logs,
      [plan("web", { "awslogs-group": "/ecs/web" })],
      clock,
    );
    expect(note).to.include({ level: "note", code: "NOT_CHECKED" });
    expect(note!.message).to.contain("/ecs/web").and.to.contain("DescribeLogGroups");
  });
});
