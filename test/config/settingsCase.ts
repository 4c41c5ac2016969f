import type { GitFacts, SettingsInput } from "../../config/settings";
import { readSettings } from "../../config/readSettings";
import { SettingsError } from "../../config/problems/settingsError";

export const head = "4f2cab1e7f9d0c3b5a6e8d7c9b0a1f2e3d4c5b6a";
export const commit = "aaaabbbbccccddddeeeeffff0000111122223333";
export const repositoryUrl = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai";
export const clean: GitFacts = { found: true, head, dirty: false };
export const noGit: GitFacts = { found: false, reason: "/app is not in a git repository." };

/** What a case changes of a release as the Buildkite script has it; undefined takes away. */
export interface Case {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Values that are no text are written as Pulumi hands them over. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secretKeys?: readonly string[];
  readonly flags?: SettingsInput["flags"];
  readonly git?: GitFacts;
  readonly stack?: string;
}

export const scriptEnv = {
  REPOSITORY_URL: repositoryUrl,
  ENV: "staging",
  BUILDKITE_COMMIT: commit,
  SERVICES_NAMES: "mage-web, mage-worker",
  CLUSTER_NAME: "mage-staging",
};

export function settingsOf({ env, config = {}, secretKeys, flags, git, stack }: Case) {
  return readSettings({
    stack: stack ?? "staging",
    env: { ...scriptEnv, ...env },
    stackConfig: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    git: git ?? { found: true, head: commit, dirty: false },
    ...(secretKeys && { secretKeys }),
    ...(flags && { flags }),
  });
}

/** The error of a case; fails the test when there is none. */
export function errorOf(made: Case): SettingsError {
  try {
    settingsOf(made);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("Expected the settings to be refused.");
}
