import type { RunValues } from "./environment";
import type { Origins } from "./origins";
import type { ParsedConfig } from "./parse";
import type { Problem } from "./settingsError";
import type { Shown } from "./shown";

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
