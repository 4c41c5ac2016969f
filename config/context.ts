import type { RunValues } from "./sources/environment";
import type { Origins } from "./origins";
import type { ParsedConfig } from "./sources/parse";
import type { Problem } from "./problems/settingsError";
import type { Shown } from "./problems/shown";

/** What every part of the settings is resolved from, and where it leaves what it found. */
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
