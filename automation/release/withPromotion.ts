import { otherCommit, promoted } from "../../config/resolve/promotion/promoted";
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
  const { settings, folder } = release;
  const { promotion } = settings;
  if (!promotion) return release;
  const { from } = promotion;
  const source = promotionSource(settings, promotion, await readStackConfigFile(folder, from));
  const { ecs, registry, signal, io } = context;
  const runs = await promotedRelease(ecs(source.aws), registry(source.aws), source, signal);
  const other = otherCommit(settings, runs, from);
  if (other && settings.commit.source === "flag") {
    throw new PromotionRefused(
      other.refusal,
      `Release that commit to ${from} first, or leave --commit out.`,
    );
  }
  if (other) io.notify(messages.warning({ message: other.warning }));
  io.notify(messages.promoting({ from, version: runs.version ?? "", images: [...runs.images] }));
  const wanted = promoted(settings, source, runs);
  return {
    ...release,
    settings: wanted,
    read: { ...release.read, settings: wanted },
    promoted: { ...runs, from },
  };
}
