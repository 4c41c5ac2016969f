import type { PulumiFn } from "@pulumi/pulumi/automation";
import path from "node:path";
import type { ReadSettings } from "../../../config/settings";
import type { RunRequest } from "../../../contract/runRequest";
import type * as programModule from "../../../program/program";
import type * as untilFailedModule from "../../../program/untilFailed";
import { checkout } from "../../../support/checkout";
import type { Environment } from "../../../support/environment";
import { isOwnProgram } from "./isOwnProgram";

/** All that a program in this process is given. */
export interface InlineRun {
  readonly request: RunRequest;
  /** As the runner has read them: the program reads nothing itself. */
  readonly read: ReadSettings;
  /** Variables of the run, which this process need not have. */
  readonly env: Environment;
}

/** A program that the runner runs in its own process; undefined where it has to be started. */
export type InlineProgram = (run: InlineRun) => PulumiFn;

/** The project's program, where it is Slipway's own. */
export function inlineProgram(folder: string): InlineProgram | undefined {
  if (!isOwnProgram(folder, path.join(checkout, "index"))) return undefined;
  return ({ request, read, env }) => {
    // Slipway's resources take a while to load: only for commands that run the engine.
    /* eslint-disable @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension */
    const { program } = require("../../../program/program") as typeof programModule;
    const { untilFailed } = require("../../../program/untilFailed") as typeof untilFailedModule;
    /* eslint-enable @typescript-eslint/no-require-imports */
    return () => untilFailed(process, () => program({ folder, env }, request, read));
  };
}
