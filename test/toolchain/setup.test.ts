import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readToolchain } from "../../toolchain/manifest";
import { SetupCheckout } from "./setupCheckout";

const built = [
  "buildkit",
  "buildx",
  "docker-build",
  "pulumi",
  "pulumi-language-nodejs",
  "registry",
];

describe("the set-up", function () {
  this.timeout(30_000);

  let checkout: SetupCheckout;
  beforeEach(async () => {
    checkout = await new SetupCheckout().open();
  });
  afterEach(() => {
    checkout.close();
  });

  const goBuilds = () =>
    checkout
      .callsSoFar()
      .filter((call) => call.startsWith("go "))
      .sort();
  const unfinished = () =>
    readdirSync(checkout.cache, { recursive: true }).filter((name) =>
      String(name).includes(".unfinished-"),
    );

  async function untilGoRuns(): Promise<void> {
    while (goBuilds().length === 0) await sleep(20);
  }

  it("gets every part, a line each, and writes down where it is", async function () {
    const { code, stderr } = await checkout.run();
    expect(stderr).to.match(/node modules +downloaded/);
    expect(stderr).to.match(/pulumi +built +3\.245\.0 +\d+\.\d s/);
    expect(stderr).to.match(/docker engine +found +28\.0\.0, running at unix:/);
    expect(code, stderr).to.equal(0);
    const toolchain = readToolchain(join(checkout.cache, "toolchain.json"));
    expect(toolchain.pulumi.how).to.equal("built");
    expect(goBuilds().map((call) => call.slice(3))).to.include.members(
      built.filter((name) => name !== "buildkit"),
    );
  });

  it("gets nothing a second time", async () => {
    await checkout.run();
    const calls = checkout.callsSoFar();
    const { code, stderr } = await checkout.run();
    expect(code).to.equal(0);
    expect(stderr).not.to.match(/built|downloaded/);
    expect(checkout.callsSoFar()).to.deep.equal(calls);
  });

  it("leaves packages alone that are there beside what the lock file asks for", async () => {
    checkout.program("npm", 'echo "npm $*" >> "$CALLS"');
    checkout.install({ "node_modules/of-a-newer-commit": { version: "1.0.0" } });
    expect((await checkout.run()).code).to.equal(0);
    expect(checkout.callsSoFar().filter((call) => call.startsWith("npm"))).to.deep.equal([]);
  });

  it("uses an official Pulumi that is on PATH", async () => {
    checkout.program("pulumi", "echo v3.248.0");
    checkout.program("pulumi-language-nodejs", "");
    const { code } = await checkout.run();
    expect(code).to.equal(0);
    expect(checkout.manifest().pulumi).to.deep.include({ version: "3.248.0", how: "found" });
    expect(goBuilds()).not.to.include("go pulumi");
  });

  it("does not use a Pulumi that is too old", async () => {
    checkout.program("pulumi", "echo v3.100.0");
    checkout.program("pulumi-language-nodejs", "");
    await checkout.run();
    expect(checkout.manifest().pulumi).to.deep.include({ version: "3.245.0", how: "built" });
  });

  it("lists all that is missing, and what to install", async () => {
    checkout.program("go", 'echo "go: go.mod requires go >= 1.26.0 (running go 1.20)" >&2; exit 1');
    checkout.program("npm", "echo ENOTFOUND; exit 1");
    const { code, stderr } = await checkout.run();
    expect(code).to.equal(1);
    expect(stderr).to.contain("Go is too old: go: go.mod requires go >= 1.26.0");
    expect(stderr).to.contain("Install Go 1.26.0 or newer");
    expect(stderr).to.contain("npm ci failed:\n    ENOTFOUND");
    expect(stderr).to.match(/Missing: node modules, pulumi, docker-build, registry, .*buildx/);
  });

  it("only warns about what some tests need", async () => {
    const { code, stderr } = await checkout.run();
    expect(code).to.equal(0);
    expect(stderr).to.contain("aws cli, boto3  missing, needed only for");
    expect(stderr).to.contain("Python 2.7.0 is too old");
    expect(checkout.manifest()).not.to.have.property("aws");
  });

  it("says that no Docker engine can be had", async () => {
    const fails = 'echo "operation not permitted" >&2; exit 1';
    checkout.program("dockerd", `[ "$1" = --version ] && echo 28.0.0 && exit; ${fails}`);
    const { code, stderr } = await checkout.run({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    expect(code).to.equal(1);
    const root = process.getuid?.() === 0;
    expect(stderr).to.contain(root ? "operation not permitted" : "there is no such socket");
    expect(stderr).to.contain(root ? "or set DOCKER_HOST" : "usermod -aG docker");
  });

  it("builds each tool once when two run at the same time", async () => {
    const runs = await Promise.all([checkout.run(), checkout.run()]);
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(goBuilds()).to.deep.equal([...new Set(goBuilds())]);
    expect(runs.filter(({ stderr }) => stderr.includes("Waiting for another"))).to.have.length(1);
  });

  it("leaves nothing half done when it is stopped", async () => {
    const { child, ended } = checkout.start({ GO_SECONDS: "5" });
    await untilGoRuns();
    child.kill("SIGTERM");
    const { code } = await ended;
    expect(code).to.equal(143);
    expect(unfinished()).to.deep.equal([]);
    expect(existsSync(join(checkout.cache, "setup.lock"))).to.equal(false);
  });

  it("takes over from a run that was killed, and clears up after it", async () => {
    const { child, ended } = checkout.start({ GO_SECONDS: "3" });
    await untilGoRuns();
    child.kill("SIGKILL");
    await ended.catch(() => undefined);
    const { code } = await checkout.run();
    expect(code).to.equal(0);
    expect(unfinished()).to.deep.equal([]);
    expect(readToolchain(join(checkout.cache, "toolchain.json")).pulumi.how).to.equal("built");
  });
});
