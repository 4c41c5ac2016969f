import * as pulumi from "@pulumi/pulumi";
import { lookUpPromotion, Provider } from "../components";
import { otherCommit, promoted } from "../config/resolve/promotion/promoted";
import { promotionSource } from "../config/resolve/promotion/promotionSource";
import type { Settings } from "../config/settings";
import { readStackConfigFile } from "../config/sources/stackConfigFile";
import type { RunRequest } from "../contract/runRequest";
import type { Place } from "./place";
import { refusingInvalid } from "./settings";

/**
 * The settings with the images that another environment runs, where a setting asks for them. The
 * images that the runner has announced are the ones that are released.
 * @throws RunError
 */
export async function withPromotion(
  settings: Settings,
  request: RunRequest | undefined,
  { folder }: Place,
): Promise<Settings> {
  const { promotion } = settings;
  if (!promotion || request?.kind === "imageOnly" || request?.kind === "recovery") return settings;
  const { from } = promotion;
  const source = await refusingInvalid(async () =>
    promotionSource(settings, promotion, await readStackConfigFile(folder, from)),
  );
  const announced = request?.promoted;
  const provider = announced ? undefined : new Provider("promotion", source.aws);
  const runs = await lookUpPromotion(source, { provider }, request);
  if (!runs) return settings;
  const other = announced ? undefined : otherCommit(settings, runs, from);
  if (other) await pulumi.log.warn(other.warning);
  return promoted(settings, source, runs);
}
