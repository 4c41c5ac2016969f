import { expect } from "chai";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ReleaseReport } from "../../automation/report/releaseReport";
import type { StatusReport } from "../../automation/report/statusReport";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { createAppRepository, type AppRepository } from "../../demo/appRepository";
import { prepare } from "../../demo/prepare";
import { writeProject } from "../../demo/project";
import { readToolchain } from "../../toolchain/manifest";

const slipway = path.join(__dirname, "..", "..", "bin", "slipway");
const secret = "hidden-in-this-test-7c1f";

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe("slipway, as its users run it", function () {
  this.timeout(600_000);
  let folder: string;
  let sandbox: Sandbox;
  let application: AppRepository;
  let environment: NodeJS.ProcessEnv;
  let stackFile: string;
  let stackText: string;
  let first: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-cli-"));
    sandbox = await startSandbox({
      dir: path.join(folder, "sandbox"),
      timeScale: 20,
      runtime: "simulated",
      attached: true,
    });
    const outside = { ENV: undefined, BUILDKITE_COMMIT: undefined, CI: undefined };
    environment = { ...process.env, ...sandbox.state.env, ...outside };
    application = await createAppRepository(path.join(folder, "mage"), process.env);
    const { busybox, buildx } = readToolchain();
    const request = { cluster: "mage", environment: "staging" };
    const prepared = await prepare({
      ...request,
      env: environment,
      tools: { busybox: busybox.path, buildx: buildx.path },
      repository: "mage",
    });
    await writeProject(application, { ...request, ...prepared });
    stackFile = path.join(application.folder, "Pulumi.staging.yaml");
    await addSecret();
    await appendFile(stackFile, "  # odd  spacing, which stays\n");
    stackText = await readFile(stackFile, "utf8");
    first = await application.commit("Say hello");
  });

  after(async () => {
    // Unset where the set-up above failed.
    await (sandbox as Sandbox | undefined)?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach("the stack's file is as it was, and no secret is in any state", async () => {
    expect(await readFile(stackFile, "utf8")).to.equal(stackText);
    for (const file of await readdir(backend(), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = await readFile(path.join(file.parentPath, file.name), "utf8");
      expect(text, file.name).to.not.include(secret);
    }
  });

  /** As a user does it once: an encrypted variable in the stack's file. */
  async function addSecret(): Promise<void> {
    const options = { cwd: application.folder, env: environment };
    const pulumi = (...args: string[]) => promisify(execFile)("pulumi", args, options);
    await pulumi("stack", "init", "staging", "--no-select");
    const key = ["--path", "slipway:environment.API_KEY", secret];
    await pulumi("config", "set", "--stack", "staging", "--secret", ...key);
    await pulumi("stack", "rm", "staging", "--yes", "--preserve-config");
  }

  /** Runs it in the application's repository. `onText` hears both streams. */
  function run(
    args: readonly string[],
    extra: NodeJS.ProcessEnv = {},
    onText: (text: string, pid: number) => void = () => undefined,
  ): Promise<Ended> {
    const env = { ...environment, ...extra };
    const child = spawn(slipway, args, {
      cwd: application.folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => {
      out += data.toString();
      onText(data.toString(), child.pid ?? 0);
    });
    child.stderr.on("data", (data: Buffer) => {
      err += data.toString();
      onText(data.toString(), child.pid ?? 0);
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        expect(out + err).to.not.include(secret);
        resolve({ code, out, err });
      });
    });
  }

  function backend(): string {
    return fileURLToPath(sandbox.state.env["PULUMI_BACKEND_URL"] ?? "");
  }

  function locks(): string {
    return path.join(backend(), ".pulumi", "locks", "organization", "mage", "staging");
  }

  function report({ out, err }: Ended): ReleaseReport {
    expect(out, err).to.match(/^\{[^]*\}\n$/);
    return JSON.parse(out) as ReleaseReport;
  }

  it("previews what there is no stack for yet, and leaves nothing behind", async () => {
    const ended = await run(["preview", "staging", "--json"]);
    expect(ended.code, ended.err).to.equal(0);
    const { services, images, nothingToDo } = report(ended);
    expect(nothingToDo).to.equal(false);
    expect(images.map(({ action }) => action)).to.deep.equal(["build"]);
    expect(services.map(({ from, action }) => [from, action])).to.deep.equal([
      ["mage-web:1", "register"],
      ["mage-worker:1", "register"],
    ]);
    const names = services[0]?.variables.filter(({ container }) => container === "web");
    expect(names?.map(({ name }) => name)).to.include.members(["API_KEY", "DD_VERSION"]);
    const state = path.join(backend(), ".pulumi", "stacks", "mage", "staging.json");
    expect(existsSync(state)).to.equal(false);
  });

  it("releases: the result on stdout, the story on stderr", async () => {
    const ended = await run(["up", "staging", "--json"]);
    expect(ended.code, ended.err).to.equal(0);
    const { services, commit } = report(ended);
    expect(commit).to.deep.equal({ sha: first, version: first, dirty: false });
    expect(
      services.map(({ service, from, to, outcome }) => [service, from, to, outcome]),
    ).to.deep.equal([
      ["mage-web", "mage-web:1", "mage-web:2", "deployed"],
      ["mage-worker", "mage-worker:1", "mage-worker:2", "deployed"],
    ]);
    expect(ended.err).to.match(/^mage-web: deployed mage-web:2/m);
    expect(ended.err).to.not.include("{");
  });

  it("has nothing to do for the same commit", async () => {
    const ended = await run(["up", "staging"]);
    expect(ended.code, ended.err).to.equal(0);
    expect(ended.out).to.match(/^mage-web +mage-web:2 +mage-web:2 +unchanged/m);
    const preview = await run(["preview", "staging"]);
    expect(preview.out).to.include("Nothing to do");
  });

  it("tells what runs", async () => {
    const ended = await run(["status", "staging", "--json"]);
    expect(ended.code, ended.err).to.equal(0);
    const { services } = JSON.parse(ended.out) as StatusReport;
    expect(services.map(({ revision, moving }) => [revision, moving])).to.deep.equal([
      ["mage-web:2", false],
      ["mage-worker:2", false],
    ]);
  });

  it("explains each setting, but not a secret one", async () => {
    const ended = await run(["up", "staging", "--explain"], { CLUSTER_NAME: "mage" });
    expect(ended.code, ended.err).to.equal(0);
    expect(ended.out).to.match(/^cluster +mage +environment CLUSTER_NAME$/m);
  });

  it("builds alone, which the release that follows finds", async () => {
    await application.write("greeting.txt", "Built before it is released.\n");
    const commit = await application.commit("Build first");
    const built = await run(["build", "staging", "--json"]);
    expect(built.code, built.err).to.equal(0);
    expect(report(built).images[0]?.digest).to.match(/^sha256:/);
    const ended = await run(["preview", "staging", "--json"]);
    const { images } = report(ended);
    expect(images[0]?.action).to.equal("existing");
    expect(images[0]?.reference).to.include(commit);
    expect(images[0]?.digest).to.equal(report(built).images[0]?.digest);
  });

  it("stops waiting at SIGTERM, says what still moves, and frees the stack", async () => {
    let signalled = 0;
    const ended = await run(["up", "staging", "--json"], {}, (text, pid) => {
      if (!text.includes("moving to") || signalled > 0) return;
      signalled = Date.now();
      process.kill(pid, "SIGTERM");
    });
    expect(Date.now() - signalled).to.be.lessThan(10_000);
    expect(ended.code, ended.err).to.equal(10);
    expect(report(ended).services.map(({ outcome }) => outcome)).to.include("cancelled");
    expect(await readdir(locks())).to.deep.equal([]);
    const again = await run(["up", "staging"]);
    expect(again.code, again.err).to.equal(0);
  });

  it("goes on when nobody reads its output any more", async () => {
    await application.write("greeting.txt", "Nobody reads this.\n");
    await application.commit("Unread");
    const child = spawn(slipway, ["up", "staging"], {
      cwd: application.folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.once("data", () => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).to.equal(0);
    const { services } = report(await run(["preview", "staging", "--json"]));
    expect(services.map(({ action }) => action)).to.deep.equal(["unchanged", "unchanged"]);
  });

  it("says who holds the stack's lock, and exits 11", async () => {
    const lock = path.join(locks(), "11111111-2222-3333-4444-555555555555.json");
    await mkdir(locks(), { recursive: true });
    const timestamp = new Date(Date.now() - 600_000).toISOString();
    await writeFile(lock, JSON.stringify({ pid: 1, username: "ann", hostname: "ci-7", timestamp }));
    const ended = await run(["up", "staging"]);
    await rm(lock);
    expect(ended.code).to.equal(11);
    expect(ended.err).to.match(/by ann@ci-7 \(pid 1\), for 10 min/);
    expect(ended.out).to.equal("");
  });

  const refusals: [string, string[], NodeJS.ProcessEnv, number, RegExp][] = [
    ["an environment that there is not", ["up", "nowhere"], {}, 2, /There are: staging/],
    ["no environment", ["up"], {}, 2, /ENV is not set/],
    ["another ENV", ["up", "staging"], { ENV: "production" }, 2, /"production"/],
    [
      "a wrong passphrase",
      ["up", "staging"],
      { PULUMI_CONFIG_PASSPHRASE: "wrong-one" },
      2,
      /passphrase does not fit/,
    ],
    [
      "no backend",
      ["up", "staging"],
      { PULUMI_BACKEND_URL: undefined, PULUMI_HOME: "/nonexistent" },
      2,
      /export PULUMI_BACKEND_URL=/,
    ],
    [
      "no Pulumi",
      ["up", "staging"],
      { PATH: path.dirname(process.execPath), XDG_CACHE_HOME: "/nonexistent" },
      2,
      /no `pulumi` on PATH/,
    ],
    ["an unknown cluster", ["up", "staging", "--cluster", "nope"], {}, 3, /"nope" does not exist/],
    [
      "an AWS that does not answer",
      ["preview", "staging"],
      { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
      3,
      /could not be reached/,
    ],
  ];
  for (const [what, args, extra, code, words] of refusals) {
    it(`refuses ${what} with exit code ${code}`, async () => {
      const ended = await run(args, extra);
      expect(ended.code, ended.err).to.equal(code);
      expect(ended.err + ended.out).to.match(words);
    });
  }

  it("exits 4 when the build fails, and moves nothing", async () => {
    await application.write("Dockerfile", "FROM scratch\nCOPY nothing-of-this-name /\n");
    await application.commit("Break the build");
    const ended = await run(["up", "staging", "--json"]);
    expect(ended.code, ended.err).to.equal(4);
    const { failures, services } = report(ended);
    expect(JSON.stringify(failures)).to.include("nothing-of-this-name");
    expect(services.map(({ outcome }) => outcome)).to.deep.equal([undefined, undefined]);
  });
});
