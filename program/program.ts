import * as pulumi from "@pulumi/pulumi";
import { toRunError, type EcsRelease } from "../components";
import type { RunRequest } from "../contract/runRequest";
import type { Place } from "./place";
import { withPromotion } from "./promotion";
import { release } from "./release";
import { settingsOfStack } from "./settings";

/**
 * Slipway's own program: settings in, a release, outputs out.
 * @throws RunError
 */
export async function program(
  place: Place,
  request: RunRequest | undefined,
): Promise<Pick<EcsRelease, "services" | "images" | "commit">> {
  try {
    const { settings, warnings } = await settingsOfStack(place, request);
    for (const warning of warnings) await pulumi.log.warn(warning);
    return await release(await withPromotion(settings, request, place), request, place);
  } catch (error) {
    throw await toRunError(error);
  }
}
