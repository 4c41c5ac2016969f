import { spawn, type ChildProcess } from "node:child_process";

import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import type { ReleaseReport } from "../../../automation/report/releaseReport";
import { programFolders, readToolchain } from "../../../toolchain/manifest";

const root = path.resolve(__dirname, "../../..");
const stateFile = "state/.pulumi/stacks/slipway/staging.json";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Absent when the run ended before it had one. */
  readonly report?: ReleaseReport;
}

/** Slipway's own Pulumi project in a folder of its own, with an environment `staging`. */
export class FaultProject {
  private constructor(
    readonly folder: string,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {}

  /** @param config of the stack; @param state of an earlier release */
  static async create(
    env: Readonly<Record<string, string>>,
    config: object,
    state?: string,
  ): Promise<FaultProject> {
    const folder = await mkdtemp(path.join(tmpdir(), "slipway-faults-"));
    // The runner finds Slipway's own program behind the link, and runs it in its own process.
    for (const name of ["node_modules", "package.json", "provider", "index.ts"]) {
      await symlink(path.join(root, name), path.join(folder, name));
    }
    await cp(path.join(root, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
    await writeFile(path.join(folder, "Pulumi.staging.yaml"), stringify({ config }));
    await mkdir(path.join(folder, path.dirname(stateFile)), { recursive: true });
    if (state !== undefined) await writeFile(path.join(folder, stateFile), state);
    const toolchain = readToolchain();
    return new FaultProject(folder, {
      ...ownEnvironment(process.env),
      PATH: [...programFolders(toolchain), process.env.PATH].join(path.delimiter),
      PULUMI_HOME: toolchain.pulumiHome.path,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      ...env,
    });
  }

  /** The stack's state as it lies on disk. */
  state(): Promise<string> {
    return readFile(path.join(this.folder, stateFile), "utf8");
  }

  /** Files of locks on the stack. */
  async locks(): Promise<string[]> {
    const folder = path.join(this.folder, "state/.pulumi/locks");
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    return files.filter((file) => file.endsWith(".json"));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** `slipway … --json` to its end. */
  async slipway(args: readonly string[], commit: string): Promise<Run> {
    return this.start(args, commit).ended;
  }

  /** @param detached in a process group of its own */
  start(
    args: readonly string[],
    commit: string,
    detached = false,
  ): { process: ChildProcess; ended: Promise<Run> } {
    const child = spawn(path.join(root, "bin/slipway"), [...args, "--json"], {
      cwd: this.folder,
      env: { ...this.env, BUILDKITE_COMMIT: commit },
      stdio: ["ignore", "pipe", "pipe"],
      detached,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<Run>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => {
        // Orphans of a killed run may keep the pipes open.
        const end = () => resolve({ code, stdout, stderr, report: reportOf(stdout) });
        if (code === null) end();
        else child.on("close", end);
      });
    });
    return { process: child, ended };
  }
}

function reportOf(stdout: string): ReleaseReport | undefined {
  try {
    const document = JSON.parse(stdout) as ReleaseReport | { error: unknown };
    return "services" in document ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Without what the machine's own settings would bring in. */
function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_|CI$|ENV$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
