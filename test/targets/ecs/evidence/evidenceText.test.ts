import { expect } from "chai";
import { noEvidence, type Evidence } from "../../../../contract/evidence";
import { evidenceText } from "../../../../targets/ecs/evidence/evidenceText";

const size = { groups: 2, logLines: 2, width: 10 };
const group = { reason: "Essential container in task exited", count: 3, taskArn: "t" };

function text(more: Partial<Evidence>): string[] {
  return evidenceText({ ...noEvidence, ...more }, size);
}

describe("evidenceText", () => {
  it("says nothing where nothing was seen", () => {
    expect(text({})).to.be.empty;
  });

  it("tells each kind of evidence, within bounds", () => {
    expect(
      text({
        stoppedTasks: [{ ...group, container: "app", exitCode: 1 }, group, group],
        breaker: { failures: 3, threshold: 3 },
        targets: [{ targetGroup: "web", reason: "Request timed out", count: 2 }],
        capacity: ["was unable to place a task."],
        alarms: ["5xx", "latency"],
        logs: { container: "app", lines: ["one", "two", "a line that is long"] },
        hints: ["Do this."],
      }),
    ).to.deep.equal([
      "3 × app: Essential container in task exited, exit code 1",
      "3 × Essential container in task exited",
      "circuit breaker: 3 of 3 failures",
      "2 × unhealthy in web: Request timed out",
      "was unable to place a task.",
      "alarms: 5xx, latency",
      "last lines of app:",
      "| two",
      "| a line tha…",
      "hint: Do this.",
    ]);
  });

  it("says of failures beyond the breaker's threshold what it takes", () => {
    const breaker = { failures: 4, threshold: 3 };
    const size = { groups: 1, logLines: 1, width: 10 };
    expect(evidenceText({ ...noEvidence, breaker }, size)).to.deep.equal([
      "circuit breaker: 4 failures, it takes 3",
    ]);
  });

  it("says nothing of a breaker that has counted nothing", () => {
    expect(text({ breaker: { failures: 0, threshold: 3 } })).to.be.empty;
  });

  it("says where lines are that it does not have, and that there are none", () => {
    expect(text({ logs: { container: "app", where: "splunk (splunk-index=main)" } })).to.deep.equal(
      ["Output of app: splunk (splunk-index=main)."],
    );
    expect(text({ logs: { container: "app", lines: [] } })).to.deep.equal(["app wrote nothing."]);
  });
});
