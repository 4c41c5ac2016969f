import path from "node:path";
import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { ensureRepository } from "../../demo/ensure";
import { Cluster } from "../ground/cluster";
import type { Variables } from "../ground/access";
import type { Environment, Ground } from "../ground/ground";
import { pushImage } from "../ground/pushImage";
import { tools, type Tool } from "../ground/tools";
import type { Command } from "./measure";

/** Seconds of AWS's clock. */
const settling = 30 * 60;

/** One tool with a cluster and a repository of its own. */
export class Contender {
  private constructor(
    private readonly ground: Ground,
    private readonly tool: Tool,
    private readonly environment: Environment,
    private readonly cluster: Cluster,
    private readonly repositoryUrl: string,
    private readonly timeScale: number,
  ) {}

  /** With steady services. */
  static async prepare(
    ground: Ground,
    name: Tool["name"],
    services: number,
    timeScale: number,
  ): Promise<Contender> {
    const tool = tools.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    const environment = environmentOf(name, services);
    const { api } = ground.access;
    const { uri } = await ensureRepository(api, environment.cluster);
    const cluster = new Cluster(api.ecs, environment.cluster, uri, environment.services);
    await pushImage(api, uri, "before");
    await cluster.create();
    await cluster.settled("", settling / timeScale);
    return new Contender(ground, tool, environment, cluster, uri, timeScale);
  }

  pushImage(commit: string): Promise<void> {
    return pushImage(this.ground.access.api, this.repositoryUrl, commit);
  }

  /** A release of a commit. @param env beyond what all of them get */
  release(commit: string, env: Variables = {}): Command {
    return this.run(this.tool.command(this.environment.name), commit, env);
  }

  /** `slipway COMMAND` for the same environment. */
  slipway(name: string, commit: string): Command {
    const [program] = this.tool.command(this.environment.name);
    return this.run([program, name, this.environment.name], commit, {});
  }

  /** By AWS's clock, once nothing moves any more: when ECS had completed each deployment. */
  async succeeded(commit: string): Promise<number[]> {
    const states = await this.cluster.settled(commit, settling / this.timeScale);
    const elsewhere = states.filter((state) => state !== "new").length;
    if (elsewhere > 0) {
      throw new Error(`${this.environment.cluster}: ${elsewhere} services are not on ${commit}.`);
    }
    return this.cluster.succeeded();
  }

  /** When the image was put into the repository last, under whatever tag, by AWS's clock. */
  async pushedAt(commit: string): Promise<number> {
    const repositoryName = this.environment.cluster;
    const imageIds = [{ imageTag: commit }];
    const { ecr } = this.ground.access.api;
    const answer = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
    return answer.imageDetails?.[0]?.imagePushedAt?.getTime() ?? NaN;
  }

  private run(command: readonly [string, ...string[]], commit: string, env: Variables): Command {
    const { ground, environment, tool } = this;
    const [program, ...args] = command;
    return {
      program,
      args,
      cwd: ground.application.folder,
      env: {
        ...ground.env,
        ...tool.env,
        REPOSITORY_URL: this.repositoryUrl,
        ENV: environment.name,
        BUILDKITE_COMMIT: commit,
        SERVICES_NAMES: environment.services.join(","),
        CLUSTER_NAME: environment.cluster,
        ...env,
      },
    };
  }
}

export function environmentOf(tool: Tool["name"], services: number): Environment {
  return {
    name: `n${services}`,
    cluster: `${tool}-${services}`,
    services: Array.from({ length: services }, (_, n) => `service-${n}`),
  };
}

/** Variables with which a script finds a client of Docker's that does nothing. */
export function withoutDocker({ PATH }: Variables): Variables {
  return { PATH: [path.join(__dirname, "no-docker"), PATH].join(path.delimiter) };
}
