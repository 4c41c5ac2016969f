import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { parseFile } from "../../config/sources/parseFile";
import { makeRunFolder, removeDeadRunFolders } from "../../support/runFolders";
import { NoProject } from "./errors";
import { plainConfig } from "./plainConfig";
import { runnersAtWork } from "./runnersAtWork";
import type { StackConfig } from "./workspace";

const extensions = [".yaml", ".yml", ".json"];

/**
 * A temporary folder with copies of Pulumi.yaml and `Pulumi.<stack>.yaml`. Pulumi writes its
 * encryption salt and its own formatting into the stack file that it is given; with a copy, the
 * file in the checkout stays as it is, and the checkout clean, which a tag `<commit>` needs.
 */
export class RunFolder {
  private constructor(
    readonly folder: string,
    private readonly projectFile: string,
    /** The copy that Pulumi is pointed to. */
    readonly stackFile: string,
    /** Whether the project has a file for this stack. */
    readonly hasStackFile: boolean,
  ) {}

  /** @throws NoProject, and SettingsError where a file is no YAML: Pulumi would not name it */
  static async create(project: string, stack: string): Promise<RunFolder> {
    const projectFile = firstOf(project, "Pulumi");
    if (projectFile === undefined) throw new NoProject(project);
    // A fully qualified name (org/project/stack) keeps its settings under the last part.
    const short = stack.split("/").at(-1) ?? stack;
    const base = `Pulumi.${short}`;
    const original = firstOf(project, base);
    for (const file of [projectFile, ...(original === undefined ? [] : [original])]) {
      parseFile(short, file, await readFile(path.join(project, file), "utf8"));
    }
    await removeDeadRunFolders(runnersAtWork);
    const folder = await makeRunFolder("run");
    await copyFile(path.join(project, projectFile), path.join(folder, projectFile));
    const stackFile = path.join(folder, original ?? `${base}.yaml`);
    if (original === undefined) await writeFile(stackFile, "{}\n");
    else await copyFile(path.join(project, original), stackFile);
    return new RunFolder(folder, projectFile, stackFile, original !== undefined);
  }

  /** Whether the stack's file says how its secrets are encrypted. */
  async saysEncryption(): Promise<boolean> {
    const document = parseDocument(await readFile(this.stackFile, "utf8"));
    return ["encryptionsalt", "secretsprovider"].some((key) => document.has(key));
  }

  /** The stack's configuration, where it can be told without Pulumi. */
  async plainConfig(): Promise<StackConfig | undefined> {
    const files = [path.join(this.folder, this.projectFile), this.stackFile];
    // A file of YAML's is also one of JSON's.
    const [project = "", stack = ""] = await Promise.all(
      files.map((file) => readFile(file, "utf8")),
    );
    return plainConfig(project, stack);
  }

  /** Puts the salt of the stack's state into the copy, so that a wrong passphrase is found out. */
  async addSalt(salt: string): Promise<void> {
    const document = parseDocument(await readFile(this.stackFile, "utf8"));
    document.set("encryptionsalt", salt);
    const json = this.stackFile.endsWith(".json");
    await writeFile(this.stackFile, json ? JSON.stringify(document.toJS()) : document.toString());
  }

  /** Variables for a backend of its own, empty, that goes away with this folder. */
  async emptyBackend(passphraseGiven: boolean): Promise<Record<string, string>> {
    const state = path.join(this.folder, "state");
    await mkdir(state);
    const backend = { PULUMI_BACKEND_URL: pathToFileURL(state).href };
    return passphraseGiven ? backend : { ...backend, PULUMI_CONFIG_PASSPHRASE: "" };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function firstOf(folder: string, base: string): string | undefined {
  return extensions.map((e) => base + e).find((file) => existsSync(path.join(folder, file)));
}
