import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { createAppRepository, type AppRepository } from "../../demo/appRepository";
import { writeProject } from "../../demo/project";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { readToolchain, ToolchainMissingError } from "../../toolchain/manifest";
import { accessTo, ownEnvironment, type Access, type Variables } from "./access";
import { Control } from "./control";

export interface GroundOptions {
  /** How many times as fast as real time AWS's clock runs. */
  readonly timeScale: number;
  /** Whether images are built: with a builder, and an engine for the others' scripts. */
  readonly builds: boolean;
  /** Real milliseconds between Slipway's questions; the others can't be told. */
  readonly poll: number;
}

/** What one environment of the project releases to. */
export interface Environment {
  readonly name: string;
  readonly cluster: string;
  readonly services: readonly string[];
}

/**
 * For all runs: an AWS with simulated tasks and a real registry; and where images are built, a builder
 * and the Docker engine that the scripts build with, which a second sandbox lends.
 */
export class Ground {
  private constructor(
    readonly folder: string,
    private readonly sandboxes: readonly Sandbox[],
    readonly access: Access,
    readonly control: Control,
    /** The application to release: a git repository that is a Pulumi project. */
    readonly application: AppRepository,
    readonly env: Variables,
  ) {}

  static async start({ timeScale, builds, poll }: GroundOptions): Promise<Ground> {
    const { ecsDeploy } = readToolchain();
    if (!ecsDeploy) throw new ToolchainMissingError("The set-up did not get ecs-deploy.");
    const folder = await mkdtemp(path.join(tmpdir(), "slipway-bench-"));
    const sandboxes: Sandbox[] = [];
    try {
      const common = { runtime: "simulated", attached: true } as const;
      const dir = path.join(folder, "aws");
      const sandbox = await startSandbox({ ...common, dir, timeScale, builder: builds });
      sandboxes.push(sandbox);
      const ofEngine = { dir: path.join(folder, "engine"), builder: false, attached: true };
      if (builds) sandboxes.push(await startSandbox(ofEngine));
      const { endpoint = "", controlToken = "" } = sandbox.state;
      const control = new Control(endpoint, controlToken);
      const access = accessTo(sandbox, control);
      const env = {
        ...ownEnvironment(process.env),
        ...access.env,
        DOCKER_HOST: sandboxes[1]?.state.dockerHost,
        ECS_DEPLOY: ecsDeploy.path,
        SLIPWAY_POLL_MILLISECONDS: String(poll),
      };
      const application = await createAppRepository(path.join(folder, "app"), process.env);
      return new Ground(folder, sandboxes, access, control, application, env);
    } catch (error) {
      await remove(folder, sandboxes);
      throw error;
    }
  }

  /** @returns the commit to release */
  async writeProject(environments: readonly Environment[]): Promise<string> {
    const request = { environment: "unused", cluster: "-", repositoryUrl: "-", baseImage: "-" };
    await writeProject(this.application, request);
    await rm(path.join(this.application.folder, "Pulumi.unused.yaml"));
    await this.application.write("Dockerfile", "FROM scratch\nCOPY greeting.txt /\n");
    for (const { name, cluster, services } of environments) {
      const config = { "slipway:cluster": cluster, "slipway:services": [...services] };
      await this.application.write(`Pulumi.${name}.yaml`, stringify({ config }));
    }
    return this.application.commit("Release me");
  }

  stop(): Promise<void> {
    return remove(this.folder, this.sandboxes);
  }
}

async function remove(folder: string, sandboxes: readonly Sandbox[]): Promise<void> {
  for (const sandbox of sandboxes) await sandbox.stop();
  await rm(folder, { recursive: true, force: true });
}
