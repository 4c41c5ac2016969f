import { spawn, type ChildProcess } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { programFolders, readToolchain } from "../../../toolchain/manifest";

const root = resolve(__dirname, "../../..");

/** What ended, and what it said. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, for searching. */
  text: string;
  seconds: number;
}

/**
 * Slipway's own Pulumi project in a folder of its own: the sources are linked, stack files and
 * state are the test's.
 */
export class PulumiProject {
  private constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param settings the stack file's `config`, as YAML lines */
  static async create(
    env: NodeJS.ProcessEnv,
    settings: readonly string[] = [],
  ): Promise<PulumiProject> {
    const folder = await mkdtemp(join(tmpdir(), "slipway-project-"));
    const sources = [
      ...["aws", "components", "config", "contract", "program", "provider", "registry"],
      ...["support", "targets"],
    ];
    const files = ["index.ts", "node_modules", "package.json", "tsconfig.json"];
    for (const name of [...sources, ...files]) await symlink(join(root, name), join(folder, name));
    await cp(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    await mkdir(join(folder, "state"));
    const config = ["config:", "  slipway:unused: {}", ...settings.map((line) => `  ${line}`)];
    await writeFile(
      join(folder, "Pulumi.staging.yaml"),
      settings.length > 0 ? config.filter((line) => !line.includes("unused")).join("\n") : "",
    );
    const toolchain = readToolchain();
    const project = new PulumiProject(folder, {
      ...clean(process.env),
      PATH: [...programFolders(toolchain), process.env.PATH].join(delimiter),
      PULUMI_HOME: toolchain.pulumiHome.path,
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    });
    const made = await project.pulumi(["stack", "init", "staging"]);
    if (made.code !== 0) throw new Error(made.text);
    return project;
  }

  /** Writes a file of the project. */
  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, name)), { recursive: true });
    await writeFile(join(this.folder, name), text);
  }

  /** Runs `pulumi …`; its answer comes when it has ended. */
  async pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return this.start(args, env).ended;
  }

  up(env: NodeJS.ProcessEnv = {}, ...more: string[]): Promise<Ran> {
    return this.pulumi(["up", "--yes", "--skip-preview", "--non-interactive", ...more], env);
  }

  preview(env: NodeJS.ProcessEnv = {}, ...more: string[]): Promise<Ran> {
    return this.pulumi(["preview", "--diff", "--non-interactive", ...more], env);
  }

  start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): { process: ChildProcess; ended: Promise<Ran>; said: (text: string) => Promise<void> } {
    const startedAt = Date.now();
    const child = spawn("pulumi", args, { cwd: this.folder, env: { ...this.env, ...env } });
    let [stdout, stderr] = ["", ""];
    const waiting: { text: string; heard: () => void }[] = [];
    const hear = () => {
      for (const { text, heard } of waiting) if ((stdout + stderr).includes(text)) heard();
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      hear();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      hear();
    });
    const ended = new Promise<Ran>((done, fail) => {
      child.on("error", fail);
      child.on("close", (code) => {
        const seconds = (Date.now() - startedAt) / 1000;
        done({ code, stdout, stderr, text: `${stdout}\n${stderr}`, seconds });
      });
    });
    const said = (text: string) =>
      new Promise<void>((heard, fail) => {
        waiting.push({ text, heard });
        hear();
        ended.then(({ text: all }) => fail(new Error(`It never said "${text}":\n${all}`)), fail);
      });
    return { process: child, ended, said };
  }

  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.pulumi(["stack", "output", "--json"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** The stack's state as it lies on disk. */
  state(): Promise<string> {
    return readFile(join(this.folder, "state/.pulumi/stacks/slipway/staging.json"), "utf8");
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Without what the machine's own settings would bring in. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
