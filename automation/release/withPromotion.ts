import {
  commitDifference,
  promoted,
  promotedVariable,
} from "../../config/resolve/promotion/promoted";
import { promotionSource } from "../../config/resolve/promotion/promotionSource";
import { readStackConfigFile } from "../../config/sources/stackConfigFile";
import { promotedRelease } from "../../targets/ecs/promotedRelease";
import { PromotionRefused } from "../../targets/ecs/runningImages";
import { messages } from "../io/messages";
import type { ActionContext } from "./context";
import type { OpenRelease } from "./openRelease";

/**
 * The release with the images that another environment runs, where that is asked for. They are looked
 * up once, so that the announcement, the history and the release name the same images.
 * @throws PromotionRefused, SettingsError of the other environment, AWS's and the registry's errors
 */
export async function withPromotion(
  context: ActionContext,
  release: OpenRelease,
): Promise<OpenRelease> {
  const { settings, folder, env } = release;
  const { promotion } = settings;
  if (!promotion) return release;
  const { from } = promotion;
  const source = promotionSource(settings, promotion, await readStackConfigFile(folder, from));
  const { ecs, registry, signal, io } = context;
  const runs = await promotedRelease(ecs(source.aws), registry(source.aws), source, signal);
  const other = commitDifference(settings, runs, from);
  if (other && settings.commit.source === "flag") {
    throw new PromotionRefused(
      `${other.difference}, which --commit asks for.`,
      `Release that commit to ${from} first, or leave --commit out.`,
    );
  }
  if (other) {
    const message = `${other.difference}: ${other.consequence}.`;
    io.notify(messages.warning({ message }));
  }
  io.notify(messages.promoting({ from, version: runs.version ?? "", images: [...runs.images] }));
  return {
    ...release,
    settings: promoted(settings, source, runs),
    env: { ...env, [promotedVariable]: JSON.stringify(runs) },
  };
}
