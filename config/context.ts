import type { RunValues } from "./sources/environment";
import type { Origins } from "./origins";
import type { ParsedConfig } from "./sources/parse";
import type { Problem } from "./problems/settingsError";
import type { Shown } from "./problems/shown";

/** The sources that every setting is resolved from, and the lists that it adds its findings to. */
export interface Context {
  readonly stack: string;
  readonly config: ParsedConfig;
  readonly run: RunValues;
  readonly shown: Shown;
  readonly origins: Origins;
  readonly problems: Problem[];
  readonly warnings: string[];
}

/** `Pulumi.staging.yaml` */
export function stackFile({ stack }: Pick<Context, "stack">): string {
  return `Pulumi.${stack}.yaml`;
}
