import type { BadCase } from "./badCase";
import { noGit, repositoryUrl } from "../settingsCase";

/** The script's variables, flags and names. */
export const badVariables: readonly BadCase[] = [
  // The script's variables.
  [
    "no repository",
    { env: { REPOSITORY_URL: undefined } },
    "REPOSITORY_URL",
    /is not set.*slipway:repositoryUrl in Pulumi\.staging\.yaml/,
  ],
  ["an empty repository", { env: { REPOSITORY_URL: "" } }, "REPOSITORY_URL", /is there, but empty/],
  [
    "a repository with a scheme",
    { env: { REPOSITORY_URL: `https://${repositoryUrl}` } },
    "REPOSITORY_URL",
    /starts with a scheme/,
  ],
  [
    "a repository with a tag",
    { env: { REPOSITORY_URL: `${repositoryUrl}:v1` } },
    "REPOSITORY_URL",
    /names one image by tag/,
  ],
  [
    "a repository in capitals",
    { env: { REPOSITORY_URL: "ghcr.io/Mage/AI" } },
    "REPOSITORY_URL",
    /"ghcr.io\/Mage\/AI" is not the URL/,
  ],
  [
    "no cluster",
    { env: { CLUSTER_NAME: undefined } },
    "CLUSTER_NAME",
    /is not set.*slipway:cluster in Pulumi\.staging\.yaml/,
  ],
  ["an empty cluster", { env: { CLUSTER_NAME: " " } }, "CLUSTER_NAME", /is there, but empty/],
  [
    "a cluster with blanks",
    { env: { CLUSTER_NAME: "mage staging" } },
    "CLUSTER_NAME",
    /"mage staging" is not the name or ARN of an ECS cluster/,
  ],
  [
    "no services",
    { env: { SERVICES_NAMES: undefined } },
    "SERVICES_NAMES",
    /is not set.*slipway:services/,
  ],
  [
    "services of commas alone",
    { env: { SERVICES_NAMES: " , ," } },
    "SERVICES_NAMES",
    /is there, but empty/,
  ],
  [
    "a service named twice",
    { env: { SERVICES_NAMES: "web,worker web" } },
    "SERVICES_NAMES",
    /"web" is named twice/,
  ],
  [
    "a service by its ARN",
    { env: { SERVICES_NAMES: "arn:aws:ecs:us-east-1:1:service/c/web" } },
    "SERVICES_NAMES",
    /not the name of an ECS service.*not the ARN/,
  ],
  [
    "ENV of another stack",
    { env: { ENV: "production" } },
    "ENV",
    /is "production", but the stack is "staging"/,
  ],
  ["an empty ENV", { env: { ENV: "" } }, "ENV", /is there, but empty/],
  [
    "a commit that is a branch",
    { env: { BUILDKITE_COMMIT: "main" } },
    "BUILDKITE_COMMIT",
    /"main" is not a commit/,
  ],
  [
    "a commit that is too short",
    { env: { BUILDKITE_COMMIT: "abc123" } },
    "BUILDKITE_COMMIT",
    /"abc123" is not a commit/,
  ],
  [
    "a commit that is too long",
    { env: { BUILDKITE_COMMIT: "a".repeat(41) } },
    "BUILDKITE_COMMIT",
    /is not a commit/,
  ],
  ["an empty commit", { env: { BUILDKITE_COMMIT: "" } }, "BUILDKITE_COMMIT", /is there, but empty/],
  [
    "the word HEAD without git",
    { env: { BUILDKITE_COMMIT: "head" }, git: noGit },
    "BUILDKITE_COMMIT",
    /says HEAD.*not in a git repository.*Set BUILDKITE_COMMIT/,
  ],
  [
    "no commit and no git",
    { env: { BUILDKITE_COMMIT: undefined }, git: noGit },
    "BUILDKITE_COMMIT",
    /is not set.*not in a git repository.*Set BUILDKITE_COMMIT/,
  ],
  // Flags.
  ["an empty flag", { flags: { cluster: "" } }, "--cluster", /is there, but empty.*leave it out/],
  [
    "a flag with a bad commit",
    { flags: { commit: "v1.2" } },
    "--commit",
    /"v1\.2" is not a commit/,
  ],
  [
    "a flag with a bad region",
    { flags: { region: "Frankfurt" } },
    "--region",
    /"Frankfurt" is not the name of an AWS region/,
  ],
  // Names.
  [
    "an unknown setting",
    { config: { "slipway:clustr": "x" } },
    "slipway:clustr",
    /Did you mean "cluster"\?/,
  ],
  [
    "a setting like no other",
    { config: { "slipway:zzzzzzzz": "x" } },
    "slipway:zzzzzzzz",
    /is not a setting of Slipway.*There are cluster, repositoryUrl/,
  ],
  [
    "an unknown key below",
    { config: { "slipway:rollout": { timeOut: 5 } } },
    "slipway:rollout.timeOut",
    /Did you mean "timeout"\?/,
  ],
  [
    "an unknown key in a list",
    { config: { "slipway:services": [{ name: "web", afer: [] }] } },
    "slipway:services[0].afer",
    /Did you mean "after"\?/,
  ],
  [
    "an unknown key of an image",
    { config: { "slipway:images": { web: { contxt: "." } } } },
    "slipway:images.web.contxt",
    /Did you mean "context"\?/,
  ],
];
