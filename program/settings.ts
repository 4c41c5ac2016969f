import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../components";
import { SettingsError } from "../config/problems/settingsError";
import { readSettings } from "../config/readSettings";
import type { ReadSettings } from "../config/settings";
import { namedCommit } from "../config/sources/environment";
import { gitFacts } from "../config/sources/gitFacts";
import type { RunRequest } from "../contract/runRequest";
import type { Place } from "./place";

/** The SDK has it, but its declarations leave it out. */
const config = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/**
 * The settings of the stack that Pulumi runs this program for.
 * @throws RunError
 */
export async function settingsOfStack(
  { folder, env }: Place,
  request: RunRequest | undefined,
): Promise<ReadSettings> {
  const stackConfig = pulumi.runtime.allConfig();
  const { flags = {} } = request ?? {};
  const git = await gitFacts(folder, namedCommit(flags, env));
  return refusingInvalid(() =>
    readSettings({
      stack: pulumi.getStack(),
      stackConfig,
      secretKeys: Object.keys(stackConfig).filter((key) => config.isConfigSecret(key)),
      env,
      flags,
      git,
    }),
  );
}

/** Problems with settings end the program as plain lines. */
export async function refusingInvalid<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof SettingsError ? refusal("SETTINGS_INVALID", error.message) : error;
  }
}
