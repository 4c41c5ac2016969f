import type { Case } from "../settingsCase";

/** What is wrong, where it is said to be wrong, and what the message must say. */
export type BadCase = readonly [what: string, made: Case, path: string, text: RegExp];

export const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
export const two = {
  web: { repositoryUrl: "ghcr.io/a/web" },
  api: { repositoryUrl: "ghcr.io/a/api" },
};
export const several = { env: { REPOSITORY_URL: undefined, AWS_REGION: "us-east-1" } };
