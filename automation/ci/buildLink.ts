import type { Environment } from "./ci";
import { knownCis } from "./knownCis";

/** The page of the build that this run is part of, where a CI says so. */
export function buildLink(env: Environment): string | undefined {
  for (const ci of knownCis) {
    const link = ci.buildLink(env);
    if (link !== undefined) return link;
  }
  return undefined;
}
