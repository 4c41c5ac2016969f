import { expect } from "chai";
import type { ContainerLogs } from "../../../contract/evidence";
import type { TaskRunRequest, TaskRunResult } from "../../../targets/ecs/taskRun/taskRun";
import { TaskRun, type TaskRunInputs } from "../../../provider/resources/taskRun";
import { errorFrom } from "../../_helpers/errorFrom";
import { recordedContext } from "../_helpers/context";

const inputs: TaskRunInputs = {
  cluster: "main",
  service: "web",
  taskDefinition: "web:2",
  container: "app",
  command: ["migrate"],
  commit: "c2",
  timeout: 60,
};

function setUp(exitCode = 0, logs?: ContainerLogs) {
  const requests: TaskRunRequest[] = [];
  const tasks = {
    run(request: TaskRunRequest): Promise<TaskRunResult> {
      requests.push(request);
      const reason = `It ended with exit code ${exitCode}.`;
      const taskArn = "arn:task/1";
      return Promise.resolve({
        succeeded: exitCode === 0,
        taskArn,
        exitCode,
        reason,
        found: false,
        task: {},
        ...(logs && { logs }),
      });
    },
  };
  return { requests, resource: new TaskRun({ tasks }), context: recordedContext() };
}

describe("provider/resources/taskRun", () => {
  it("remembers the commits it succeeded for, and never runs for them again", async () => {
    const { resource, context } = setUp();
    const { outputs } = await resource.update(inputs, context, {
      inputs,
      outputs: { commits: ["c1"] },
    });
    expect(outputs.commits).to.deep.equal(["c2", "c1"]);
    const old = { inputs, outputs };
    expect(resource.diff(old, inputs).changes).to.be.false;
    expect(resource.diff(old, { ...inputs, commit: "c1", taskDefinition: "web:1" }).changes).to.be
      .false;
    expect(resource.diff(old, { ...inputs, commit: "c3" }).changes).to.be.true;
  });

  it("runs each time for a tree with changes, which has one name for all of them", async () => {
    const { resource, requests, context } = setUp();
    const dirty = { ...inputs, commit: "c2-dirty" };
    const old = { inputs: dirty, outputs: { commits: ["c2-dirty", "c1"] } };
    const { outputs } = await resource.update(dirty, context, old);
    expect(outputs.commits).to.deep.equal(["c1"]);
    expect(requests[0]?.always).to.equal(true);
    expect(resource.diff(old, dirty).changes).to.equal(true);
    expect(resource.diff(old, { ...inputs, commit: "c1" }).changes).to.equal(false);
    await resource.create(inputs, context);
    expect(requests[1]).to.not.have.property("always");
  });

  it("runs again in another cluster, as another resource", () => {
    const { resource } = setUp();
    const old = { inputs, outputs: { commits: ["c2"] } };
    const { changes, replaces } = resource.diff(old, { ...inputs, cluster: "other" });
    expect([changes, replaces]).to.deep.equal([true, ["cluster"]]);
    // Which service's revision it runs in makes no other migration of it.
    expect(resource.diff(old, { ...inputs, service: "worker" }).changes).to.be.false;
  });

  it("knows a cluster by its name and by its ARN", async () => {
    const { resource, requests, context } = setUp();
    const arn = (region: string) => `arn:aws:ecs:${region}:123456789012:cluster/main`;
    const outputs = { commits: ["c2"] };
    const changes = (from: string, to: string) =>
      resource.diff({ inputs: { ...inputs, cluster: from }, outputs }, { ...inputs, cluster: to })
        .changes;
    expect(changes("main", arn("us-east-1"))).to.equal(false);
    expect(changes(arn("us-east-1"), "main")).to.equal(false);
    expect(changes(arn("us-east-1"), arn("eu-west-1"))).to.equal(true);
    await resource.create(inputs, context);
    await resource.create({ ...inputs, cluster: arn("us-east-1") }, context);
    expect(requests[0]?.startedBy).to.equal(requests[1]?.startedBy);
  });

  it("is a plain error when the command fails: nothing is to be remembered", async () => {
    const { resource, context } = setUp(3);
    const error = await errorFrom(resource.create(inputs, context));
    expect(error).to.have.property("code", "TASK_RUN_FAILED");
    expect(error.message).to.include("exit code 3");
    expect(context.events.at(-1)).to.include({ type: "task", phase: "ended", exitCode: 3 });
  });

  it("hands on the command's lines, and puts the last of them into the error", async () => {
    const lines = Array.from({ length: 12 }, (_, n) => `line ${n}`);
    const { resource, context } = setUp(3, { container: "app", lines });
    const { message } = await errorFrom(resource.create(inputs, context));
    expect(context.events.at(-1)).to.have.property("logLines").that.deep.equals(lines);
    expect(message.split("\n")).to.deep.equal([
      "The one-off task of web failed: It ended with exit code 3.",
      "last lines of app:",
      ...lines.slice(2).map((line) => `| ${line}`),
    ]);
  });

  it("says where the lines went when they can't be read", async () => {
    const { resource, context } = setUp(0, { container: "app", where: "splunk" });
    await resource.create(inputs, context);
    expect(context.events.at(-1))
      .to.have.property("logLines")
      .that.deep.equals(["Output of app: splunk."]);
  });

  it("starts all tasks of a service under one name, so that they find each other", async () => {
    const { resource, requests, context } = setUp();
    await resource.create(inputs, context);
    await resource.create(inputs, context);
    await resource.create({ ...inputs, commit: "c3" }, context);
    await resource.create({ ...inputs, service: "other" }, context);
    const [first, second, third, other] = requests.map(({ startedBy }) => startedBy);
    expect(first).to.equal(second);
    expect(first).to.equal(third);
    expect(first).to.not.equal(other);
    expect(requests[0]).to.not.have.property("commit");
  });
});
