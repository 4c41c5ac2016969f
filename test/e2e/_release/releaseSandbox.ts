import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import { mkdtemp, readdir, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { sandboxPaths } from "../../../sandbox/sandboxPaths";
import { startSandbox, type Sandbox } from "../../../sandbox/startSandbox";
import { createDemoApi, type DemoApi } from "../../../demo/awsDemoApi";
import { createAppRepository, type AppRepository } from "../../../demo/appRepository";
import { ensureRepository } from "../../../demo/ensure";
import { prepare, type PreparedDemo } from "../../../demo/prepare";
import { writeProject } from "../../../demo/project";
import type { LoggedCall } from "../../../emulator/faults/control/callLog";
import { systemClock } from "../../../support/clock";
import type { AccessKey } from "../../../emulator/access/accessKeys";
import type { AllowedActions } from "../../../emulator/faults/permissions";
import type { TaskPlan } from "../../../emulator/faults/scenario";
import { readToolchain } from "../../../toolchain/manifest";
import { addKey, sandboxKey } from "../../_helpers/sandboxKeys";
import { controlSandbox } from "../../_helpers/testAccess";
import { beginSlipway, run, slipway, type Ended, type ReleaseRun, type Running } from "./slipway";
import { TestCluster } from "./testCluster";

/** The cluster of the demo's services. */
export const demoCluster = "mage-staging";

/**
 * A sandbox with a real registry and builder, the demo's services on simulated tasks, and the
 * application's repository, which is a Pulumi project with an environment `staging`.
 */
export class ReleaseSandbox {
  private readonly begun: Running[] = [];

  private constructor(
    readonly folder: string,
    private readonly dir: string,
    private readonly sandbox: Sandbox,
    readonly api: DemoApi,
    readonly demo: PreparedDemo,
    readonly application: AppRepository,
    /** For programs that are to work with it; the machine's own settings are left out. */
    readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  static async start(): Promise<ReleaseSandbox> {
    const folder = await mkdtemp(path.join(tmpdir(), "slipway-release-"));
    const dir = path.join(folder, "sandbox");
    const sandbox = await startSandbox({
      dir,
      timeScale: 60,
      runtime: "simulated",
      attached: true,
    });
    try {
      const env = {
        ...ownEnvironment(process.env),
        ...sandbox.state.env,
        SLIPWAY_POLL_MILLISECONDS: "300",
      };
      const { busybox, buildx } = readToolchain();
      const demo = await prepare({
        ...{ env, cluster: demoCluster, environment: "staging", repository: "mage" },
        tools: { busybox: busybox.path, buildx: buildx.path },
      });
      const application = await createAppRepository(path.join(folder, "mage"), process.env);
      await writeProject(application, { ...demo, cluster: demoCluster, environment: "staging" });
      // Nothing runs in it: tasks are simulated.
      await application.write("Dockerfile", "FROM scratch\nCOPY greeting.txt /\n");
      return new ReleaseSandbox(folder, dir, sandbox, createDemoApi(env), demo, application, env);
    } catch (error) {
      await sandbox.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    // A test that failed may have left one behind.
    for (const run of this.begun) run.kill("SIGTERM");
    await Promise.all(this.begun.map(({ ended }) => ended));
    await this.sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** `127.0.0.1:PORT` */
  get registryHost(): string {
    return this.demo.repositoryUrl.split("/")[0] ?? "";
  }

  /** What AWS calls are signed with, where a test does not say otherwise. */
  get ownKey(): AccessKey {
    return sandboxKey(this.sandbox.state);
  }

  /** Lets one more user's calls in. */
  addKey(key: AccessKey): Promise<void> {
    return addKey(this.sandbox.state, key);
  }

  async createRepositories(...names: string[]): Promise<void> {
    for (const name of names) await ensureRepository(this.api, name);
  }

  async digestOf(imageTag: string, repositoryName = "mage"): Promise<string | undefined> {
    const answer = await this.api.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
    );
    return answer.images?.[0]?.imageId?.imageDigest;
  }

  /** Adds environments to the project: what each sets, by name. */
  async writeEnvironments(
    of: (registryHost: string) => Readonly<Record<string, unknown>>,
  ): Promise<void> {
    for (const [name, config] of Object.entries(of(this.registryHost))) {
      await this.application.write(`Pulumi.${name}.yaml`, stringify({ config }));
    }
  }

  /** `slipway … --json` in the application's repository or a clone of it. */
  slipway(
    args: readonly string[],
    folder = this.application.folder,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ReleaseRun> {
    return slipway(args, folder, { ...this.env, ...env });
  }

  /** The same without `--json`, and without waiting for its end. */
  begin(args: readonly string[]): Running {
    const run = beginSlipway(args, this.application.folder, this.env);
    this.begun.push(run);
    return run;
  }

  /**
   * Waits until AWS was called so, so many times since the last look at the calls.
   * @throws Error with what the runs that were begun have said, when they have ended without
   */
  async untilCalled(call: string, times = 1): Promise<void> {
    const over = Promise.all(this.begun.map(({ ended }) => ended));
    let ended: Ended[] | undefined;
    void over.then((all) => (ended = all));
    let seen = 0;
    for (let tries = 0; tries < 1200 && !ended; tries++) {
      seen += (await this.calls()).filter((one) => one === call).length;
      if (seen >= times) return;
      await systemClock.sleep(100);
    }
    const said = (ended ?? []).map(({ stdout, stderr }) => stdout + stderr);
    throw new Error([`${call} was called ${seen} times, not ${times}.`, ...said].join("\n"));
  }

  /** Another working copy of the application's repository. */
  async clone(name: string): Promise<string> {
    const folder = path.join(this.folder, name);
    const args = ["clone", "--quiet", this.application.folder, folder];
    const { code, stderr } = await run("git", args, this.folder, this.env);
    if (code !== 0) throw new Error(stderr);
    await symlink(
      path.join(this.application.folder, "node_modules"),
      path.join(folder, "node_modules"),
    );
    return folder;
  }

  /** Variables for a Pulumi backend that knows nothing. */
  async emptyBackend(): Promise<Record<string, string>> {
    const state = await mkdtemp(path.join(this.folder, "state-"));
    return { PULUMI_BACKEND_URL: `file://${state}` };
  }

  /** A cluster of its own for services that start on the demo's first image. */
  cluster(name: string): Promise<TestCluster> {
    return TestCluster.create(this.api.ecs, name, `${this.demo.repositoryUrl}:bootstrap`);
  }

  /** A cluster that is there already. */
  existing(name: string): TestCluster {
    return new TestCluster(this.api.ecs, name);
  }

  /** The calls of AWS since the last look. */
  async callLog(): Promise<LoggedCall[]> {
    // In one request: a call between two would be in neither answer.
    return (await this.control("DELETE", "calls")) as LoggedCall[];
  }

  /** The same, as `ecs:UpdateService`. */
  async calls(): Promise<string[]> {
    const calls = await this.callLog();
    return calls.map(({ service, operation }) => `${service}:${operation}`);
  }

  /** How tasks behave from now on. */
  async plan(...tasks: TaskPlan[]): Promise<void> {
    await this.control("PUT", "scenario", { tasks });
  }

  /** Who may do what from now on, by access key, and how tasks behave. */
  async permit(permissions: AllowedActions, ...tasks: TaskPlan[]): Promise<void> {
    await this.control("PUT", "scenario", { permissions, tasks });
  }

  /**
   * Everything that the registry stores, and when it was written: a push of a manifest or a blob
   * shows here even if it brings nothing new.
   */
  async registryFiles(): Promise<Record<string, number>> {
    const { storage } = sandboxPaths(this.dir);
    const root = path.join(storage, "registry");
    const names = await readdir(root, { recursive: true });
    const files = names.map(
      async (name) => [name, (await stat(path.join(root, name))).mtimeMs] as const,
    );
    return Object.fromEntries(await Promise.all(files));
  }

  private control(method: string, name: string, body?: unknown): Promise<unknown> {
    return controlSandbox(this.sandbox.state, method, name, body);
  }
}

/** Without what the machine's own settings would bring in. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_|CI$|ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
