import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import {
  isCommand,
  type CommandStep,
  type PipelineFile,
} from "../../automation/ci/buildkite/_pipelineFile";
import { run, type Ended } from "../_release/slipway";
import { holds } from "./condition";

type Variables = Readonly<Record<string, string | undefined>>;

export interface BuildRequest {
  readonly pipeline: PipelineFile;
  /** A checkout of the commit; what the agent is told is kept beside it. */
  readonly folder: string;
  readonly commit: string;
  readonly branch: string;
  readonly pullRequest?: { readonly number: string; readonly repository: string };
  /** What the agent's machine and the plugins of a step give. */
  readonly env: Variables;
}

export interface Job extends Ended {
  readonly label: string;
}

const own = "git@github.com:mage/mage.git";
const bin = path.join(__dirname, "bin");

/** A build: the pipeline's steps in order, each command in the environment that an agent gives. */
export class Build {
  readonly jobs: Job[] = [];
  private at = 0;
  private failed = false;

  private constructor(
    private readonly request: BuildRequest,
    private readonly recorder: string,
  ) {}

  static async create(request: BuildRequest): Promise<Build> {
    const recorder = await mkdtemp(path.join(path.dirname(request.folder), "recorder-"));
    for (const name of ["meta-data", "annotations"]) await mkdir(path.join(recorder, name));
    return new Build(request, recorder);
  }

  /**
   * Runs to the next block, or to the end. Called again, the block is unblocked.
   * @returns the block's text
   */
  async run(): Promise<string | undefined> {
    const { steps } = this.request.pipeline;
    while (this.at < steps.length) {
      const step = steps[this.at++];
      if (step === undefined || step === "wait") continue;
      if (!holds(step.if, this.facts)) continue;
      const after = "allow_dependency_failure" in step && step["allow_dependency_failure"] === true;
      if (this.failed && !after) continue;
      if (!isCommand(step)) return step.block;
      await this.job(step);
    }
    return undefined;
  }

  /** What `buildkite-agent annotate` left, by its context. */
  annotation(context: string): Promise<string> {
    return readFile(path.join(this.recorder, "annotations", `${context}.md`), "utf8");
  }

  async styles(context: string): Promise<string[]> {
    const file = path.join(this.recorder, "annotations", `${context}.styles`);
    return (await readFile(file, "utf8")).trim().split("\n");
  }

  /** Key, its colons as dots → value. */
  async metaData(): Promise<Record<string, string>> {
    const folder = path.join(this.recorder, "meta-data");
    const entries = (await readdir(folder)).map(
      async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  get labels(): string[] {
    return this.jobs.map(({ label }) => label);
  }

  private async job(step: CommandStep): Promise<void> {
    const { folder, pipeline, env } = this.request;
    const variables = {
      ...this.agentVariables(step),
      ...pipeline.env,
      ...step.env,
      ...env,
      PATH: [bin, env["PATH"]].join(path.delimiter),
    };
    // The agent runs commands in one shell that ends with the first failure.
    const script = ["set -e", ...step.commands].join("\n");
    const ended = await run("bash", ["-c", script], folder, variables);
    this.jobs.push({ label: step.label, ...ended });
    if (ended.code !== 0) this.failed = true;
  }

  private agentVariables(step: CommandStep): Record<string, string> {
    const { branch, commit, pullRequest, folder } = this.request;
    return {
      CI: "true",
      BUILDKITE: "true",
      BUILDKITE_AGENT_NAME: "recorder-1",
      BUILDKITE_BRANCH: branch,
      BUILDKITE_BUILD_CHECKOUT_PATH: folder,
      BUILDKITE_BUILD_CREATOR: "Ann",
      BUILDKITE_BUILD_NUMBER: "7",
      BUILDKITE_BUILD_URL: "https://buildkite.com/mage/mage/builds/7",
      BUILDKITE_COMMAND: step.commands.join("\n"),
      BUILDKITE_COMMIT: commit,
      BUILDKITE_JOB_ID: `job-${this.jobs.length + 1}`,
      BUILDKITE_LABEL: step.label,
      BUILDKITE_MESSAGE: "Say <b>hello</b>",
      BUILDKITE_ORGANIZATION_SLUG: "mage",
      BUILDKITE_PIPELINE_DEFAULT_BRANCH: "main",
      BUILDKITE_PIPELINE_SLUG: "mage",
      BUILDKITE_PULL_REQUEST: pullRequest?.number ?? "false",
      BUILDKITE_PULL_REQUEST_BASE_BRANCH: pullRequest ? "main" : "",
      BUILDKITE_PULL_REQUEST_REPO: pullRequest?.repository ?? "",
      BUILDKITE_REPO: own,
      BUILDKITE_STEP_KEY: step.key ?? "",
      RECORDER: this.recorder,
      REAL_NPM: realNpm(),
    };
  }

  private get facts() {
    const { branch, pullRequest } = this.request;
    return {
      "build.branch": branch,
      "pipeline.default_branch": "main",
      "build.pull_request.id": pullRequest?.number ?? null,
      "build.pull_request.repository.fork": pullRequest
        ? !pullRequest.repository.includes("mage/mage")
        : null,
    };
  }
}

function realNpm(): string {
  return execFileSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).trim();
}
