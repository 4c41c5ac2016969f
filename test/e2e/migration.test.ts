import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { stringify } from "yaml";
import type { TaskPlan } from "../../emulator/faults/scenario";
import { systemClock } from "../../support/clock";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

const program = path.join(__dirname, "../../bin/slipway");
const services = ["web", "worker"];

interface BadMigration {
  readonly what: string;
  readonly plan?: Partial<TaskPlan>;
  readonly environment?: string;
  readonly code: string;
  readonly says: RegExp;
  /** Of the report's task, where one ran. */
  readonly exitCode?: number;
}

const bad: readonly BadMigration[] = [
  {
    what: "ends with exit code 3",
    plan: { exit: { after: 2, code: 3 } },
    code: "TASK_RUN_FAILED",
    says: /"app" ended with exit code 3/,
    exitCode: 3,
  },
  {
    what: "is killed for its memory",
    plan: { outOfMemory: { after: 2 } },
    code: "TASK_RUN_FAILED",
    says: /exit code 137.*OutOfMemory/,
    exitCode: 137,
  },
  {
    what: "hangs",
    plan: { exit: { after: 36_000, code: 0 } },
    code: "TASK_RUN_FAILED",
    says: /had not ended after 5 s and was stopped/,
  },
  {
    what: "can't be started: its image is not there",
    plan: { pullError: "missing" },
    code: "TASK_RUN_FAILED",
    says: /"app" never ran: .*CannotPullContainer/,
  },
  {
    what: "finds no room",
    plan: { noCapacity: true },
    code: "TASK_NOT_PLACED",
    says: /ECS did not place the task: (RESOURCE|Capacity)/,
  },
  {
    what: "names a container that is not there",
    environment: "nowhere",
    code: "ECS_REFUSED",
    says: /nowhere/,
  },
];

describe("a migration that goes wrong", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let commit: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    cluster = await sandbox.cluster("db");
    for (const name of services) await cluster.createService(name, { family: `db-${name}` });
    await cluster.untilSteady(...services);
    const of = (migration: object) => ({
      "slipway:cluster": "db",
      "slipway:images": { mage: { repositoryUrl: sandbox.demo.repositoryUrl, context: "." } },
      "slipway:services": services,
      "slipway:migration": { service: "web", command: ["migrate"], ...migration },
    });
    const environments = {
      db: of({ timeout: "5 s" }),
      nowhere: of({ timeout: "5 s", container: "nowhere" }),
      patient: of({ timeout: "10 min" }),
    };
    for (const [name, config] of Object.entries(environments)) {
      await sandbox.application.write(`Pulumi.${name}.yaml`, stringify({ config }));
    }
    commit = await sandbox.application.commit("Migrate");
  });
  after(() => sandbox.stop());

  /** What the one-off task does; of the services' tasks none runs this image yet. */
  const plan = (how: Partial<TaskPlan> = {}) =>
    sandbox.plan({ family: "db-web", image: `*:${commit}`, container: "app", ...how });

  for (const { what, plan: how, environment = "db", code, says, exitCode } of bad) {
    it(`touches no service where it ${what}, and says why`, async () => {
      await plan(how);
      await sandbox.calls();
      const ran = await sandbox.slipway(["up", environment]);
      expect(ran.code, ran.stdout + ran.stderr).to.equal(5);
      const [failure] = ran.report.failures;
      expect(failure?.code).to.equal(code);
      expect(failure?.message).to.match(says);
      if (exitCode !== undefined) expect(ran.report.task).to.include({ exitCode, ended: true });
      expect(ran.report.services.map(({ outcome }) => outcome)).to.deep.equal([
        undefined,
        undefined,
      ]);
      expect(await sandbox.calls()).to.not.include("ecs:UpdateService");
      for (const name of services) expect(await cluster.revisionOf(name)).to.equal(`db-${name}:1`);
    });
  }

  it("goes on where a runner was killed: the same task, once, and then the release", async () => {
    await plan({ exit: { after: 900, code: 0 } });
    await sandbox.calls();
    const child = spawn(program, ["up", "patient", "--json"], {
      ...{ cwd: sandbox.application.folder, env: { ...sandbox.env }, detached: true },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    while ((await cluster.oneOffTasks("db-web", "RUNNING")).length === 0) {
      if (child.exitCode !== null) throw new Error("It ended before it started the task.");
      await systemClock.sleep(100);
    }
    if (child.pid === undefined) throw new Error("slipway was not started.");
    process.kill(-child.pid, "SIGKILL");
    await ended;
    await sandbox.calls();
    const again = await sandbox.slipway(["up", "patient"]);
    expect(again.code, again.stdout + again.stderr).to.equal(0);
    expect(again.report.task).to.include({ exitCode: 0, ended: true });
    expect(again.report.services.map(({ outcome }) => outcome)).to.deep.equal([
      "deployed",
      "deployed",
    ]);
    expect(await sandbox.calls()).to.not.include("ecs:RunTask");
  });

  it("does not run beside one that a killed runner of another commit left behind", async () => {
    const before = commit;
    await sandbox.application.write("greeting.txt", "Next.\n");
    commit = await sandbox.application.commit("Migrate again");
    await sandbox.plan(
      { family: "db-web", image: `*:${before}`, container: "app", exit: { after: 1500, code: 1 } },
      {
        family: "db-web",
        image: `*:${commit}`,
        container: "app",
        only: [1],
        exit: { after: 5, code: 0 },
      },
    );
    const left = await cluster.leaveOneOff("db-web", ["db-web:2", "app", ["migrate"]]);
    await sandbox.calls();
    const ran = await sandbox.slipway(["up", "patient"]);
    expect(ran.code, ran.stdout + ran.stderr).to.equal(0);
    expect(ran.stderr).to.match(/waiting.*another one-off task, of db-web:2, still runs/);
    const tasks = await cluster.oneOffTasks("db-web");
    const other = tasks.find(({ taskArn }) => taskArn === left);
    const own = tasks.find(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(":3"));
    expect(own?.createdAt?.getTime()).to.be.at.least(other?.stoppedAt?.getTime() ?? Infinity);
  });
});
