import * as pulumi from "@pulumi/pulumi";
import { toRunError, type EcsRelease } from "../components";
import type { ReadSettings } from "../config/settings";
import type { RunRequest } from "../contract/runRequest";
import type { Place } from "./place";
import { withPromotion } from "./promotion";
import { release } from "./release";
import { settingsOfStack } from "./settings";

/**
 * Slipway's own program: settings in, a release, outputs out.
 * @param read the settings, with a promotion's images, where a runner hands them over; read by the
 *   program itself under plain `pulumi`
 * @throws RunError
 */
export async function program(
  place: Place,
  request: RunRequest | undefined,
  read?: ReadSettings,
): Promise<Pick<EcsRelease, "services" | "images" | "commit">> {
  try {
    const { settings, warnings } = read ?? (await settingsOfStack(place, request));
    for (const warning of warnings) await pulumi.log.warn(warning);
    const wanted = read ? settings : await withPromotion(settings, request, place);
    return await release(wanted, request, place);
  } catch (error) {
    throw await toRunError(error);
  }
}
