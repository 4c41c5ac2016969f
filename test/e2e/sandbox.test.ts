import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateClusterCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { isRunning } from "../../sandbox/processTable";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { sandboxStatus } from "../../sandbox/sandboxStatus";
import { stopSandbox } from "../../sandbox/stopSandbox";
import { systemClock } from "../../support/clock";
import { commandsWith, remainsOf } from "../_helpers/sandboxRemains";
import { buildContext, push, sandboxVisitor, type SandboxVisitor } from "./_helpers/sandboxVisitor";

/** Tells the processes of our containers from everybody else's: no path of the sandbox is in their command. */
const sleeping = "7654321";

describe("a sandbox", function () {
  this.timeout(180_000);
  let folder: string;
  let dir: string;
  let context: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-sandbox-"));
    context = await buildContext(folder);
    // With a blank: sockets and addresses have to do with one.
    dir = path.join(folder, "my sandbox");
  });
  after(async () => {
    await stopSandbox({ dir });
    await rm(folder, { recursive: true, force: true });
  });

  describe("in use", () => {
    let sandbox: Sandbox;
    let v: SandboxVisitor;

    before(async () => {
      sandbox = await startSandbox({ dir, timeScale: 20 });
      v = sandboxVisitor(sandbox);
      await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
    });

    it("says that it runs, and refuses a second one in its folder", async () => {
      expect(await sandboxStatus({ dir })).to.include({ status: "running" });
      const second = await startSandbox({ dir }).catch((error: unknown) => error);
      expect(second).to.have.property("code", "SANDBOX_RUNNING");
    });

    it("prints its variables again, also for a second start, which would else empty their file", async () => {
      const again = await slipway(["sandbox", "env", "--dir", dir]);
      expect(again).to.include({ code: 0 });
      const { AWS_SECRET_ACCESS_KEY: secret = "" } = sandbox.state.env;
      expect(again.stdout).to.include(`export AWS_SECRET_ACCESS_KEY=${secret}`);
      const second = await slipway(["sandbox", "start", "--dir", dir]);
      expect(second).to.include({ code: 2, stdout: again.stdout });
      expect(second.stderr).to.match(/A sandbox runs in .* already/);
    });

    it("takes no push to a repository that was not created", async () => {
      const failure = await push(v, context).catch((error: unknown) => String(error));
      expect(failure).to.match(/repository with name 'app' does not exist/);
    });

    it("takes no push without ECR's credentials, and one with them", async () => {
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      const stranger = path.join(folder, "no-login");
      const refused = await push(v, context, stranger).catch((error: unknown) => String(error));
      expect(refused).to.match(/401|unauthorized|no basic auth/i);
      await push(v, context);
    });

    it("leaves nothing behind but its mark, logs and Pulumi's state when it is stopped", async () => {
      await v.until(await sleeper(v), ({ lastStatus }) => lastStatus === "RUNNING");
      await sandbox.stop();
      expect(await remainsOf(dir)).to.eql([]);
      expect(await readdir(dir)).to.have.members(["logs", "pulumi", "sandbox.json"]);
      expect(await sandboxStatus({ dir })).to.eql({ status: "none" });
    });
  });

  describe("killed", () => {
    it("is cleaned up after a SIGKILL of its supervisor", async () => {
      const sandbox = await withRunningTask();
      const { supervisor } = sandbox.state;
      process.kill(supervisor.pid, "SIGKILL");
      const deadline = systemClock.now() + 30_000;
      while ((await remainsOf(dir)).length > 0 && systemClock.now() < deadline) {
        await systemClock.sleep(200);
      }
      expect(await remainsOf(dir)).to.eql([]);
      expect(await commandsWith(sleeping), "processes of the task").to.eql([]);
    });

    it("is cleaned up by the next start when everything of it was killed", async () => {
      const { supervisor } = (await withRunningTask()).state;
      expect(await commandsWith(sleeping)).not.to.eql([]);
      const killed = await remainsOf(dir);
      for (const { pid } of killed) {
        // The containers stay: their shims are not the sandbox's own children.
        if (pid !== undefined) process.kill(pid, "SIGKILL");
      }
      // A kill takes effect a little later.
      const deadline = systemClock.now() + 5000;
      while (await isRunning(supervisor)) {
        if (systemClock.now() > deadline) throw new Error("The supervisor survives a SIGKILL.");
        await systemClock.sleep(20);
      }
      expect(await sandboxStatus({ dir })).to.include({ status: "dead" });
      const next = await startSandbox({ dir, runtime: "simulated", builder: false });
      expect((await remainsOf(dir)).map(({ what }) => what)).not.to.include.members(["mount"]);
      await next.stop();
      expect(await remainsOf(dir)).to.eql([]);
      expect(await commandsWith(sleeping), "processes of the task").to.eql([]);
    });

    async function withRunningTask(): Promise<Sandbox> {
      const sandbox = await startSandbox({ dir, timeScale: 20 });
      const v = sandboxVisitor(sandbox);
      await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      await push(v, context);
      await v.until(await sleeper(v), ({ lastStatus }) => lastStatus === "RUNNING");
      return sandbox;
    }
  });

  it("ends with the process that started it, when it is attached", async () => {
    const options = JSON.stringify({ dir, runtime: "simulated", builder: false, attached: true });
    const start = `require("./sandbox/startSandbox").startSandbox(${options})`;
    const script = `${start}.then(() => console.log("running")); setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ["-r", "ts-node/register", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [said] = (await once(starter.stdout, "data")) as [Buffer];
      expect(said.toString()).to.equal("running\n");
      expect(await sandboxStatus({ dir })).to.include({ status: "running" });
    } finally {
      starter.kill("SIGKILL");
    }
    const deadline = systemClock.now() + 30_000;
    while ((await remainsOf(dir)).length > 0) {
      if (systemClock.now() > deadline) expect(await remainsOf(dir)).to.eql([]);
      await systemClock.sleep(100);
    }
  });

  it("coexists with another one in another folder", async () => {
    const other = path.join(
      folder,
      "a folder whose path is longer than a socket's may be ".repeat(2),
    );
    const two = { timeScale: 20, builder: false };
    const [first, second] = await Promise.all([
      startSandbox({ dir, ...two }),
      startSandbox({ dir: other, ...two }),
    ]);
    try {
      expect(second.state.endpoint).not.to.equal(first.state.endpoint);
      expect(second.state.registryHost).not.to.equal(first.state.registryHost);
      const v = sandboxVisitor(second);
      await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
      await first.stop();
      const still = await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
      expect(still.cluster!.status).to.equal("ACTIVE");
    } finally {
      await stopSandbox({ dir });
      await second.stop();
    }
    expect(await remainsOf(other)).to.eql([]);
  });

  it("says what is wrong when a part can't start", async () => {
    const failed = await startSandbox({ dir, account: "not an account", timeScale: -1 }).catch(
      (error: unknown) => error,
    );
    expect(failed).to.have.property("code", "SANDBOX_FAILED");
    expect(String(failed)).to.match(/emulator/);
    expect(await remainsOf(dir)).to.eql([]);
  });
});

/** As a user of the sandbox runs it, its variables around. */
function slipway(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const bin = path.join(__dirname, "../../bin/slipway");
  return new Promise((resolve) => {
    execFile(bin, args, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

function sleeper(v: SandboxVisitor): Promise<string> {
  return v.runTask({
    family: "sleeper",
    containerDefinitions: [
      {
        name: "sleep",
        image: `${v.repository}:one`,
        essential: true,
        command: ["sleep", sleeping],
      },
    ],
  });
}
