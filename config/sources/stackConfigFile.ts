import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { parseFile } from "./parseFile";
import { SettingsError } from "../problems/settingsError";

/** The configuration of a stack as its file has it, without its secrets. */
export interface StackConfigFile {
  /** Full key → text; objects and lists as JSON, with `[secret]` for a secret in them. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose values only Pulumi can read. */
  readonly encrypted: readonly string[];
}

const fileShape = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();
const extensions = [".yaml", ".yml", ".json"];

/**
 * Reads `Pulumi.<stack>.yaml` of a project, for a run that is about another stack: no backend is
 * asked, and nothing is decrypted.
 * @throws SettingsError where there is no such file, or it can't be read
 */
export async function readStackConfigFile(folder: string, stack: string): Promise<StackConfigFile> {
  for (const extension of extensions) {
    const name = `Pulumi.${stack}${extension}`;
    const text = await readFile(path.join(folder, name), "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text !== undefined) return stackConfig(stack, name, text);
  }
  const name = `Pulumi.${stack}.yaml`;
  throw new SettingsError(stack, [
    {
      path: name,
      message: "is not there.",
      remedy: "An environment that images are promoted from needs its file in this project.",
    },
  ]);
}

function stackConfig(stack: string, name: string, text: string): StackConfigFile {
  const { success, data } = fileShape.safeParse(parseFile(stack, name, text));
  if (!success) {
    const problem = { path: name, message: "is not a Pulumi stack's file.", remedy: "Mend it." };
    throw new SettingsError(stack, [problem]);
  }
  const entries = Object.entries(data?.config ?? {});
  const encrypted = entries.filter(([, value]) => isEncrypted(value)).map(([key]) => key);
  return {
    encrypted,
    values: Object.fromEntries(
      entries
        .filter(([key]) => !encrypted.includes(key))
        .map(([key, value]) => [key, asText(value)]),
    ),
  };
}

/** A secret inside a value, such as a build argument, is another run's to read: a word stands for it. */
function asText(value: unknown): string {
  if (typeof value === "string") return value;
  const open = (_: string, member: unknown) => (isEncrypted(member) ? "[secret]" : member);
  return JSON.stringify(value, open);
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
