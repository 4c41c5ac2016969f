import type { Flags } from "../contract/runFlags";

/** A value that belongs to one run, and how the user gives it. */
export interface RunValue {
  readonly variable: string;
  readonly flag?: keyof Flags;
  /** For docs/settings.md. */
  readonly means: string;
}

/** Every variable that a user may set for a run, and every flag that means the same. */
export const runValues: readonly RunValue[] = [
  {
    variable: "REPOSITORY_URL",
    flag: "repositoryUrl",
    means: "the repository of the only image",
  },
  {
    variable: "ENV",
    means: "the environment, which is the Pulumi stack; another one than the stack's is refused",
  },
  {
    variable: "BUILDKITE_COMMIT",
    flag: "commit",
    means:
      "the commit, taken as given; without it, or for the word `HEAD`, git's HEAD, with `-dirty` where it is",
  },
  {
    variable: "PROMOTE_FROM",
    flag: "from",
    means:
      "the environment whose running images are released, instead of building (see [promotion](promotion.md))",
  },
  {
    variable: "SERVICES_NAMES",
    flag: "services",
    means:
      "the services, split at commas and blanks; those that the configuration knows keep their settings",
  },
  { variable: "CLUSTER_NAME", flag: "cluster", means: "the cluster" },
  {
    variable: "AWS_REGION",
    flag: "region",
    means:
      "the region of ECS; the flag wins over `aws:region`, the variable does not; then `AWS_DEFAULT_REGION`, then that of an ECR repository",
  },
  {
    variable: "AWS_PROFILE",
    flag: "profile",
    means: "the profile; the flag wins over `aws:profile`, the variable does not",
  },
  {
    variable: "SLIPWAY_POLL_MILLISECONDS",
    means: "how often a rollout is looked at, for an AWS whose clock runs fast: a sandbox",
  },
  {
    variable: "SLIPWAY_NO_DOWNLOADS",
    means: "set to 1, the set-up of a checkout downloads no tool, but builds it",
  },
  {
    variable: "SLIPWAY_SANDBOX_TOKEN",
    means: "a sandbox prints it for its shell: the control endpoint answers to its holder alone",
  },
];

/** `repositoryUrl` → `--repository-url` */
export function flagName(flag: keyof Flags): string {
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
