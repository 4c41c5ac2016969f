import type { Environment } from "./ci";
import { knownCis } from "./knownCis";

/** The user who started the build, where a CI says so; else the user of this machine. */
export function whoRuns(env: Environment): string | undefined {
  const names = [...knownCis.map((ci) => ci.startedBy(env)), env.USER, env.LOGNAME];
  return names.find((name) => name)?.trim();
}
