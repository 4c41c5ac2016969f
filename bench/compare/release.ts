import { ensureRepository } from "../../demo/ensure";
import { runToEnd } from "../../demo/runCommand";
import { systemClock } from "../../support/clock";
import { Cluster } from "../ground/cluster";
import type { RunAccess } from "../ground/access";
import type { Ending } from "./ending";
import type { Ground } from "../ground/ground";
import { throttledReads, type Scenario } from "./scenarios";
import type { Tool } from "../ground/tools";

/** Seconds of AWS's clock. */
const othersDeploy = 20;
const settling = 30 * 60;

/** One tool in one scenario. */
export class Release {
  private readonly cluster: Cluster;

  private constructor(
    private readonly ground: Ground,
    private readonly scenario: Scenario,
    private readonly tool: Tool,
    private readonly repositoryUrl: string,
    private readonly timeScale: number,
    /** Tells this run's calls from the others'. */
    private readonly access: RunAccess,
  ) {
    const name = clusterName(scenario, tool);
    this.cluster = new Cluster(ground.access.api.ecs, name, repositoryUrl, scenario.services);
  }

  /** Makes the services, which take their time to become steady. */
  static async prepare(
    ground: Ground,
    scenario: Scenario,
    tool: Tool,
    timeScale: number,
  ): Promise<Release> {
    const { uri } = await ensureRepository(ground.access.api, clusterName(scenario, tool));
    const access = await ground.access.ofRun(clusterName(scenario, tool));
    const release = new Release(ground, scenario, tool, uri, timeScale, access);
    await release.cluster.create();
    return release;
  }

  /** Where a release starts from: steady services and, if asked, the commit released before. */
  async ready(commit: string): Promise<void> {
    await this.cluster.settled(commit, settling / this.timeScale);
    if (!this.scenario.again) return;
    const first = await this.release(commit);
    if (first.exitCode !== 0) throw new Error(`${this.name}:\n${first.output}`);
    await this.cluster.settled(commit, settling / this.timeScale);
  }

  async run(commit: string): Promise<Ending> {
    await this.planTasks(commit);
    const { control } = this.ground;
    const calls = control.callsOf(this.access.accessKeyId);
    const before = calls.length;
    const ended = new AbortController();
    const disturbed = this.disturb(ended.signal);
    const startedAt = Date.now();
    const { exitCode, output } = await this.release(commit);
    const seconds = (Date.now() - startedAt) / 1000;
    const then = await this.cluster.states(commit);
    ended.abort();
    await disturbed;
    const settled = await this.cluster.settled(commit, settling / this.timeScale);
    // The calls are collected every quarter of a second.
    await systemClock.sleep(1_000);
    return {
      ...{ scenario: this.scenario.name, tool: this.tool.name, exitCode, output, seconds },
      said: lastWords(output, this.tool.verdict),
      states: { then, finally: settled },
      calls: calls.slice(before),
    };
  }

  private async release(commit: string): Promise<{ exitCode: number; output: string }> {
    const [program, ...args] = this.tool.command(this.scenario.name);
    const lines: string[] = [];
    const exitCode = await runToEnd(program, args, {
      cwd: this.ground.application.folder,
      env: {
        ...this.ground.env,
        ...this.tool.env,
        ...this.access.env,
        REPOSITORY_URL: this.repositoryUrl,
        ENV: this.scenario.name,
        BUILDKITE_COMMIT: commit,
        SERVICES_NAMES: this.scenario.services.join(","),
        CLUSTER_NAME: this.cluster.name,
      },
      onLine: (line) => lines.push(line),
    });
    return { exitCode, output: lines.join("\n") };
  }

  private async planTasks(commit: string): Promise<void> {
    const { tasks } = this.scenario;
    if (!tasks) return;
    const family = `${this.cluster.name}-${tasks.service ?? "*"}`;
    await this.ground.control.plan({ ...tasks.plan, family, image: `*:${commit}` });
  }

  /** Does what the scenario has in store once the tool has moved a service. */
  private async disturb(ended: AbortSignal): Promise<void> {
    const { then } = this.scenario;
    if (!then) return;
    const { control } = this.ground;
    try {
      const moved = () =>
        control.callsOf(this.access.accessKeyId).some((call) => call.operation === "UpdateService");
      while (!moved()) await systemClock.sleep(100, ended);
      if (then === "throttled") {
        const { accessKeyId } = this.access;
        const operation = "DescribeServices";
        const fault = { kind: "throttle" } as const;
        await control.fault({ accessKeyId, operation, times: throttledReads, fault });
      } else {
        await systemClock.sleep((othersDeploy * 1000) / this.timeScale, ended);
        await this.cluster.deployOther();
      }
    } catch (error) {
      if (!ended.aborted) throw error;
    }
  }

  private get name(): string {
    return `${this.scenario.name} with ${this.tool.name}`;
  }
}

export function clusterName(scenario: Scenario, tool: Tool): string {
  return `${scenario.name}-${tool.name}`;
}

const ansi = /\u001b\[[0-9;]*[A-Za-z]/g;

/** The last line that tells how it ended, cut. */
function lastWords(output: string, verdict = /\w/): string {
  const lines = output.replace(ansi, "").split("\n");
  const words = lines.filter((text) => /\w/.test(text));
  const line = (words.filter((text) => verdict.test(text)).at(-1) ?? words.at(-1) ?? "").trim();
  return line.length > 110 ? `${line.slice(0, 109)}…` : line;
}
