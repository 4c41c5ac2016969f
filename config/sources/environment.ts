import type { Flags } from "../settings";
import type { Problem } from "../problems/settingsError";

/** A value of this run, given by a flag or by a variable. */
export interface Given {
  readonly value: string;
  /** `flag --cluster`, `environment CLUSTER_NAME` */
  readonly origin: string;
  /** How a problem names it: `--cluster`, `CLUSTER_NAME`. */
  readonly path: string;
  readonly source: "flag" | "environment";
}

/** The variables of the Buildkite script, and the flags that win over them. */
const sources = {
  cluster: { flag: "--cluster", variable: "CLUSTER_NAME" },
  services: { flag: "--services", variable: "SERVICES_NAMES" },
  repositoryUrl: { flag: "--repository-url", variable: "REPOSITORY_URL" },
  commit: { flag: "--commit", variable: "BUILDKITE_COMMIT" },
  from: { flag: "--from", variable: "PROMOTE_FROM" },
} as const;

type Name = keyof typeof sources;

export type RunValues = { readonly [One in Name]?: Given } & {
  /** Given, but empty: a problem already. */
  readonly empty: ReadonlySet<Name>;
};

/** The commit that a run names, as it names it. */
export function namedCommit(
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return flags.commit ?? env[sources.commit.variable];
}

/** What flags and variables give; a variable that is there but empty is a problem. */
export function runValues(
  flags: Flags,
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): RunValues {
  const empty = new Set<Name>();
  const given = (name: Name): Given | undefined => {
    const { flag, variable } = sources[name];
    const fromFlag = flags[name];
    const [path, source] =
      fromFlag === undefined ? ([variable, "environment"] as const) : ([flag, "flag"] as const);
    const value = fromFlag ?? env[variable];
    if (value === undefined) return undefined;
    if (/[^\s,]/.test(value)) return { value, path, source, origin: `${source} ${path}` };
    empty.add(name);
    problems.push({
      path,
      message: "is there, but empty.",
      remedy:
        source === "flag"
          ? "Give it a value, or leave it out."
          : "Give it a value, or unset it, so that the stack's configuration holds.",
    });
    return undefined;
  };
  return {
    cluster: given("cluster"),
    services: given("services"),
    repositoryUrl: given("repositoryUrl"),
    commit: given("commit"),
    from: given("from"),
    empty,
  };
}

/** `ENV` may say which environment this is, but not another one than the stack's. */
export function checkEnv(
  stack: string,
  env: Readonly<Record<string, string | undefined>>,
  problems: Problem[],
): void {
  const value = env["ENV"];
  if (value === undefined || value === stack) return;
  problems.push({
    path: "ENV",
    message:
      value === ""
        ? "is there, but empty."
        : `is ${JSON.stringify(value)}, but the stack is ${JSON.stringify(stack)}.`,
    remedy: "Unset ENV, or release to the environment that it names.",
  });
}

/** Names split at commas and blanks, as the script splits `SERVICES_NAMES`; empty ones dropped. */
export function splitNames(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== "");
}
