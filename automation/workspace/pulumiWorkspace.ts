import { readdir } from "node:fs/promises";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { messageOf } from "../../support/errors";
import type { Clock } from "../../support/clock";
import { EngineRun, type EngineGround } from "./engineRun";
import { PulumiFailed, SecretsNotPortable, StackNotFound } from "./errors";
import { explainPulumi } from "./explainPulumi";
import type { InlineProgram } from "./inline/inlineProgram";
import type { PulumiInstallation } from "./installation/pulumiInstallation";
import { RunFolder } from "./runFolder";
import type { OpenMode, OpenStack, StackConfig, Workspace } from "./workspace";

type Variables = Readonly<Record<string, string>>;

export interface PulumiWorkspaceOptions {
  /** The folder that holds Pulumi.yaml. */
  readonly folder: string;
  readonly pulumi: PulumiInstallation;
  readonly clock: Clock;
  readonly attach: EngineGround["attach"];
  /** The program of a project, where it runs in this process. */
  readonly program: (folder: string) => InlineProgram | undefined;
}

/** Pulumi stacks through the Automation API. */
export class PulumiWorkspace implements Workspace {
  readonly folder: string;

  constructor(private readonly options: PulumiWorkspaceOptions) {
    this.folder = options.folder;
  }

  async open(name: string, mode: OpenMode): Promise<OpenStack> {
    const run = await RunFolder.create(this.folder, name);
    try {
      return await this.openIn(run, name, mode);
    } catch (error) {
      await run.remove();
      throw error;
    }
  }

  private async openIn(run: RunFolder, name: string, mode: OpenMode): Promise<OpenStack> {
    const state = await this.exported(run, name);
    const config = state === undefined ? undefined : await this.configOf(run, name, state, {});
    if (config === undefined && !run.hasStackFile) {
      throw new StackNotFound(name, await this.environments());
    }
    if (config !== undefined && mode !== "scratch") {
      return this.opened(run, { name, origin: "existing", config }, {}, state);
    }
    const origin = config !== undefined ? "existing" : mode === "create" ? "created" : "absent";
    const env = origin === "created" ? {} : await run.emptyBackend(this.passphraseGiven);
    await this.pulumi(["stack", "init", name, "--no-select"], run.folder, name, env);
    const own = await this.ownConfig(run, name, env, config);
    return this.opened(run, { name, origin, config: own }, env);
  }

  /** The stack's state, as Pulumi prints it; undefined where the backend has no such stack. */
  private async exported(run: RunFolder, name: string): Promise<string | undefined> {
    const args = ["stack", "export", "--stack", name];
    return ifThere(() => this.pulumi(args, run.folder, name, {}));
  }

  /** The stack's configuration; where its file has no salt, with that of the state, if it has one. */
  private async configOf(
    run: RunFolder,
    name: string,
    state: string,
    env: Variables,
  ): Promise<StackConfig | undefined> {
    if (!(await run.saysEncryption())) {
      const { data } = stateDocument.safeParse(JSON.parse(state));
      const salt = data?.deployment?.secrets_providers?.state?.salt;
      if (salt !== undefined) await run.addSalt(salt);
    }
    return (await run.plainConfig()) ?? (await this.readConfig(run, name, env));
  }

  /** The configuration as a stack that was just made reads it. */
  private async ownConfig(
    run: RunFolder,
    name: string,
    env: Variables,
    original: StackConfig | undefined,
  ): Promise<StackConfig> {
    try {
      const config = (await run.plainConfig()) ?? (await this.readConfig(run, name, env));
      if (config === undefined) throw new StackNotFound(name, []);
      return config;
    } catch (error) {
      // Pulumi Cloud decrypts what it encrypted for its own stacks only.
      if (!original?.secretKeys.length) throw error;
      throw new SecretsNotPortable(name, { cause: error });
    }
  }

  private async opened(
    run: RunFolder,
    facts: Pick<OpenStack, "name" | "origin" | "config">,
    env: Variables,
    state?: string,
  ): Promise<OpenStack> {
    const workspace = await this.workspace({ ...this.options.pulumi.env, ...env });
    const pulumi = (args: string[]) => this.pulumi(args, run.folder, facts.name, env);
    const { clock, attach, pulumi: installed } = this.options;
    const program = this.options.program(this.folder);
    const ground = { clock, pulumi, attach, program, env: installed.cli.env };
    return new EngineRun(workspace, run, { ...facts, state }, ground);
  }

  /** @returns undefined when the backend has no such stack */
  private async readConfig(
    run: RunFolder,
    name: string,
    env: Variables,
  ): Promise<StackConfig | undefined> {
    const args = ["config", "--show-secrets", "--json", "--stack", name];
    const file = ["--config-file", run.stackFile];
    const text = await ifThere(() => this.pulumi([...args, ...file], this.folder, name, env));
    return text === undefined ? undefined : stackConfig(JSON.parse(text) as ConfigDocument);
  }

  /** Stacks of the backend and those that only have a file, by name. */
  private async environments(): Promise<string[]> {
    const text = await this.pulumi(["stack", "ls", "--json"], this.folder, "", {});
    const stacks = (JSON.parse(text) as { name: string }[]).map((stack) => stack.name);
    const files = (await readdir(this.folder)).flatMap(
      (file) => /^Pulumi\.(.+)\.(?:yaml|yml|json)$/.exec(file)?.[1] ?? [],
    );
    return [...new Set([...stacks, ...files])].sort();
  }

  private async pulumi(
    args: string[],
    folder: string,
    stack: string,
    env: Variables,
  ): Promise<string> {
    try {
      return await this.options.pulumi.cli.run(args, folder, env);
    } catch (error) {
      throw explainPulumi(messageOf(error), stack, this.options.clock.now());
    }
  }

  private async workspace(env: Variables): Promise<LocalWorkspace> {
    const workspace = await LocalWorkspace.create({
      workDir: this.folder,
      pulumiCommand: this.options.pulumi.command,
      envVars: { ...env },
    });
    // Every command names its stack; selecting it would change what the user has selected, and
    // two releases at once would select under each other's feet.
    workspace.selectStack = () => Promise.resolve();
    return workspace;
  }

  private get passphraseGiven(): boolean {
    const { env } = this.options.pulumi.cli;
    return "PULUMI_CONFIG_PASSPHRASE" in env || "PULUMI_CONFIG_PASSPHRASE_FILE" in env;
  }
}

/** @returns undefined where Pulumi says that there is no such stack */
async function ifThere(ask: () => Promise<string>): Promise<string | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PulumiFailed && error.message.includes("no stack named")) return undefined;
    throw error;
  }
}

const stateDocument = z.object({
  deployment: z
    .object({
      secrets_providers: z
        .object({ state: z.object({ salt: z.string().optional() }).nullish() })
        .nullish(),
    })
    .nullish(),
});

type ConfigDocument = Record<string, { value?: string; secret?: boolean }>;

function stackConfig(document: ConfigDocument): StackConfig {
  const entries = Object.entries(document);
  return {
    values: Object.fromEntries(entries.map(([key, { value }]) => [key, value ?? ""])),
    secretKeys: entries.filter(([, { secret }]) => secret).map(([key]) => key),
  };
}
