import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { runCommand } from "../../automation/gates/runCommand";
import { systemClock } from "../../support/clock";
import { errorFrom } from "../_helpers/errorFrom";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

const services = ["web", "worker"];
const alarm = "gated-errors";

describe("a release with gates", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let cluster: TestCluster;
  let cloudWatch: CloudWatchClient;
  let page: Server;
  /** What the page says that it is. */
  let answered = "";
  let good: string;
  /** The command is good as long as this is there. */
  let passes: string;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    page = createServer((_, response) => response.end(JSON.stringify({ commit: answered })));
    await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
    const { port } = page.address() as AddressInfo;
    const { AWS_ENDPOINT_URL: endpoint } = sandbox.env;
    cloudWatch = new CloudWatchClient({
      ...(endpoint !== undefined && { endpoint }),
      region: "us-east-1",
      credentials: sandbox.ownKey,
    });
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: alarm, Namespace: "Mage", MetricName: "Errors", Statistic: "Sum" },
        ...{ ComparisonOperator: "GreaterThanThreshold", Threshold: 5, Period: 60 },
        EvaluationPeriods: 1,
      }),
    );
    passes = path.join(sandbox.folder, "passes");
    await writeFile(passes, "");
    await sandbox.writeEnvironments((host) => ({
      gated: {
        "slipway:images": { mage: { repositoryUrl: `${host}/mage`, context: "." } },
        "slipway:cluster": "gated",
        "slipway:services": services,
        "slipway:gates": [
          { http: { url: `http://127.0.0.1:${port}/health`, version: "commit" }, for: 3, every: 1 },
          { command: ["test", "-e", passes] },
          { alarms: [alarm], for: 8, every: 1 },
        ],
      },
    }));
    cluster = await sandbox.cluster("gated");
    for (const service of services) {
      await cluster.createService(service, { family: `gated-${service}` });
    }
    await cluster.untilSteady(...services);
    good = await sandbox.application.commit("Release me");
  });
  after(async () => {
    cloudWatch.destroy();
    page.close();
    await sandbox.stop();
  });

  const setAlarm = (StateValue: "OK" | "ALARM") =>
    cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: alarm, StateValue, StateReason: "Too many." }),
    );
  const revisions = () => Promise.all(services.map((name) => cluster.revisionOf(name)));
  const on = (n: number) => services.map((name) => `gated-${name}:${n}`);

  it("is deployed when all of them are green", async () => {
    await setAlarm("OK");
    answered = good.slice(0, 12);
    const { code, report, stdout, stderr } = await sandbox.slipway(["up", "gated"]);
    expect(code, stdout + stderr).to.equal(0);
    expect(report.gates?.map(({ result }) => result)).to.deep.equal(["green", "green", "green"]);
    expect(await revisions()).to.deep.equal(on(2));
  });

  it("is recovered when one gate is red, and names that gate", async () => {
    await sandbox.application.write("greeting.txt", "Bad.\n");
    const commit = await sandbox.application.commit("Bad");
    answered = commit;
    await rm(passes);
    const { code, report, stderr } = await sandbox.slipway(["up", "gated"]);
    await writeFile(passes, "");
    expect(code, stderr).to.equal(6);
    expect(report.gates?.[1]).to.deep.include({ result: "red", reason: "exit code 1." });
    expect(report.gates?.[2]).to.include({ result: "abandoned" });
    expect(report.services.map(({ outcome, now }) => [outcome, now])).to.deep.equal(
      on(2).map((revision) => ["deployed", `back on ${revision}`]),
    );
    expect(stderr).to.include(`command test -e ${passes} is red`);
    expect(await revisions()).to.deep.equal(on(2));
    expect(await sandbox.digestOf("gated")).to.equal(await sandbox.digestOf(good));
  });

  it("is recovered when the page is of another version, or an alarm goes off", async () => {
    await sandbox.application.write("greeting.txt", "Bad again.\n");
    const commit = await sandbox.application.commit("Bad again");
    answered = good;
    const stale = await sandbox.slipway(["up", "gated"]);
    expect(stale.code, stale.stderr).to.equal(6);
    expect(stale.report.gates?.[0]?.reason).to.include(`version ${good} instead of ${commit}`);
    answered = commit;
    await sandbox.calls();
    const running = sandbox.begin(["up", "gated", "--json"]);
    await sandbox.untilCalled("cloudwatch:DescribeAlarms", 3);
    await setAlarm("ALARM");
    const { code, stdout, stderr } = await running.ended;
    expect(code, stderr).to.equal(6);
    expect(stdout).to.include(`alarms ${alarm} is red: ${alarm} is in ALARM: Too many.`);
    expect(await revisions()).to.deep.equal(on(2));
  });

  it("is not held to an alarm that had gone off before it began", async () => {
    const { code, report, stdout } = await sandbox.slipway(["up", "gated"]);
    expect(code, stdout).to.equal(0);
    expect(report.gates?.[2]?.notes).to.deep.equal([
      `${alarm} was in ALARM before and still is: it did not count.`,
    ]);
  });
});

describe("the command of a gate", () => {
  const place = { folder: process.cwd(), env: process.env, clock: systemClock };

  it("keeps the last lines of what it wrote", async () => {
    const script = "for i in $(seq 60); do echo line $i; done; echo oops >&2; exit 3";
    const ended = await runCommand(["sh", "-c", script], place, new AbortController().signal);
    expect(ended).to.include({ code: 3, signal: null });
    expect(ended.lines).to.have.length(50);
    expect(ended.lines).to.include.members(["oops", "line 60"]).and.not.include("line 5");
  });

  it("ends with everything that it started", async () => {
    const stop = new AbortController();
    const script = "sleep 300 & echo $!; wait";
    const running = errorFrom(runCommand(["sh", "-c", script], place, stop.signal));
    await systemClock.sleep(300);
    const began = systemClock.now();
    stop.abort(new Error("SIGTERM"));
    expect(await running).to.have.property("message", "SIGTERM");
    expect(systemClock.now() - began).to.be.below(3000);
  });

  it("says that there is no such program", async () => {
    const signal = new AbortController().signal;
    expect((await errorFrom(runCommand(["no-such-program"], place, signal))).message).to.match(
      /ENOENT/,
    );
  });
});
