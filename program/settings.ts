import * as pulumi from "@pulumi/pulumi";
import { lookUpPromotion, Provider, refusal } from "../components";
import { SettingsError } from "../config/problems/settingsError";
import { readSettings } from "../config/readSettings";
import {
  otherCommit,
  parsePromotedRelease,
  promoted,
  promotedVariable,
} from "../config/resolve/promotion/promoted";
import { promotionSource } from "../config/resolve/promotion/promotionSource";
import type { ReadSettings, Settings } from "../config/settings";
import { namedCommit } from "../config/sources/environment";
import { gitFacts } from "../config/sources/gitFacts";
import { readStackConfigFile } from "../config/sources/stackConfigFile";
import type { Asked } from "./asked";
import type { ProgramPlace } from "./release";

/** The SDK has it, but its declarations leave it out. */
const config = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/**
 * The settings of the stack, as a program by itself reads them.
 * @throws RunError for what is wrong with them
 */
export async function settingsOfStack(
  { env, folder }: ProgramPlace,
  asked: Asked,
): Promise<ReadSettings> {
  const stackConfig = pulumi.runtime.allConfig();
  try {
    const read = readSettings({
      stack: pulumi.getStack(),
      stackConfig,
      secretKeys: Object.keys(stackConfig).filter((key) => config.isConfigSecret(key)),
      env,
      git: await gitFacts(folder, namedCommit({}, env)),
    });
    if (asked.imageOnly) return read;
    return { ...read, settings: await withPromotion(read.settings, { env, folder }) };
  } catch (error) {
    throw error instanceof SettingsError ? refusal(error.message) : error;
  }
}

/** With the images that another environment runs, where that is asked for. */
async function withPromotion(settings: Settings, { env, folder }: ProgramPlace): Promise<Settings> {
  const { promotion } = settings;
  if (!promotion) return settings;
  const { from } = promotion;
  const file = await readStackConfigFile(folder, from);
  const source = promotionSource(settings, promotion, file);
  // What the runner has seen and told the user is what is released.
  const seen = env[promotedVariable];
  if (seen !== undefined) return promoted(settings, source, parsePromotedRelease(seen));
  const provider = new Provider("promotion", source.aws);
  const runs = await lookUpPromotion(source, { provider });
  if (!runs) return settings;
  const warning = otherCommit(settings, runs, from);
  if (warning !== "") await pulumi.log.warn(warning);
  return promoted(settings, source, runs);
}
