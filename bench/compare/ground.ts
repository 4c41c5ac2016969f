import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { startSandbox, type Sandbox } from "../../automation/sandbox/startSandbox";
import { createDemoApi, type DemoApi } from "../../demo/awsDemoApi";
import { createAppRepository, type AppRepository } from "../../demo/appRepository";
import { writeProject } from "../../demo/project";
import { readToolchain, ToolchainMissingError } from "../../toolchain/manifest";
import { Control } from "./control";
import type { Scenario } from "./scenarios";

/**
 * For all runs: an AWS with simulated tasks, a real registry and a builder; and the Docker engine
 * that the scripts build with, which a second sandbox lends.
 */
export class Ground {
  private constructor(
    private readonly folder: string,
    private readonly sandboxes: readonly Sandbox[],
    readonly api: DemoApi,
    readonly control: Control,
    /** What is released: a git repository that is a Pulumi project. */
    readonly application: AppRepository,
    readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  static async start(timeScale: number): Promise<Ground> {
    const { ecsDeploy } = readToolchain();
    if (!ecsDeploy) throw new ToolchainMissingError("The set-up did not get ecs-deploy.");
    const folder = await mkdtemp(path.join(tmpdir(), "slipway-compare-"));
    const dir = path.join(folder, "aws");
    const sandbox = await startSandbox({ dir, timeScale, runtime: "simulated", attached: true });
    const ofEngine = { dir: path.join(folder, "engine"), builder: false, attached: true };
    const engine = await startSandbox(ofEngine).catch(async (error: unknown) => {
      await sandbox.stop();
      throw error;
    });
    const env = {
      ...ownEnvironment(process.env),
      ...sandbox.state.env,
      DOCKER_HOST: engine.state.dockerHost,
      ECS_DEPLOY: ecsDeploy.path,
      // As often as by default, by AWS's clock; the others can't be told.
      SLIPWAY_POLL_MILLISECONDS: String(5_000 / timeScale),
    };
    const application = await createAppRepository(path.join(folder, "app"), process.env);
    const control = new Control(sandbox.state.endpoint ?? "", sandbox.state.controlToken ?? "");
    return new Ground(
      ...([folder, [sandbox, engine], createDemoApi(env), control, application, env] as const),
    );
  }

  /** An environment for each scenario; @returns the commit to release */
  async writeProject(all: readonly Scenario[], cluster: (s: Scenario) => string): Promise<string> {
    const request = { environment: "unused", cluster: "-", repositoryUrl: "-", baseImage: "-" };
    await writeProject(this.application, request);
    await rm(path.join(this.application.folder, "Pulumi.unused.yaml"));
    await this.application.write("Dockerfile", "FROM scratch\nCOPY greeting.txt /\n");
    for (const scenario of all) {
      const { name, services } = scenario;
      const config = { "slipway:cluster": cluster(scenario), "slipway:services": [...services] };
      await this.application.write(`Pulumi.${name}.yaml`, stringify({ config }));
    }
    return this.application.commit("Release me");
  }

  async stop(): Promise<void> {
    for (const sandbox of this.sandboxes) await sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Without what the machine's own settings would bring in. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_|CI$|ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
