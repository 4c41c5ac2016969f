import type { PulumiFn } from "@pulumi/pulumi/automation";
import path from "node:path";
import type { ReadSettings } from "../../config/settings";
import type * as componentsModule from "../../components";
import type * as askedModule from "../../program/asked";
import type * as releaseModule from "../../program/release";
import type * as untilFailedModule from "../../program/untilFailed";
import { checkout } from "../../support/checkout";
import type { Environment } from "../../support/environment";
import { isOwnProgram } from "./isOwnProgram";

/** What a program in this process is given. */
export interface InlineRun {
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
  return ({ read, env }) => {
    // Slipway's resources take a while to load: only for commands that run the engine.
    /* eslint-disable @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension */
    const { withRunVariables } = require("../../components") as typeof componentsModule;
    const { askedBy } = require("../../program/asked") as typeof askedModule;
    const { release } = require("../../program/release") as typeof releaseModule;
    const { untilFailed } = require("../../program/untilFailed") as typeof untilFailedModule;
    /* eslint-enable @typescript-eslint/no-require-imports */
    const program = () => release(() => read, askedBy(env), { env, folder });
    return async () => ({
      ...(await untilFailed(process, () => withRunVariables(env, program))),
    });
  };
}
