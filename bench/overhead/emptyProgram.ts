import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { runOrThrow } from "../../demo/runCommand";
import { checkout } from "../../support/checkout";
import { programFolders, readToolchain } from "../../toolchain/manifest";
import { ownEnvironment, type Variables } from "../ground/access";
import type { Command } from "./measure";

const stack = "empty";

/** A bare `pulumi up` of a plain JavaScript program without any resource, its state in a folder. */
export class EmptyProgram {
  private constructor(
    private readonly folder: string,
    private readonly env: Variables,
  ) {}

  /** @param folder a new one */
  static async create(folder: string): Promise<EmptyProgram> {
    const state = path.join(folder, "state");
    await mkdir(state, { recursive: true });
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(path.join(folder, "Pulumi.yaml"), stringify({ name: "empty", runtime }));
    await writeFile(path.join(folder, "package.json"), '{ "main": "index.js" }\n');
    await writeFile(path.join(folder, "index.js"), '"use strict";\n');
    await symlink(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
    const toolchain = readToolchain();
    const program = new EmptyProgram(folder, {
      ...ownEnvironment(process.env),
      PATH: [...programFolders(toolchain), process.env.PATH].join(path.delimiter),
      PULUMI_HOME: toolchain.pulumiHome.path,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
    const { program: pulumi, env } = program.up;
    await runOrThrow(pulumi, ["stack", "init", stack], { cwd: folder, env });
    return program;
  }

  get up(): Command {
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
    return {
      program: readToolchain().pulumi.path,
      args,
      cwd: this.folder,
      env: this.env,
    };
  }
}
