import * as pulumi from "@pulumi/pulumi";
import { EcsRelease, lookUpImages, Provider } from "../components";
import type { Settings } from "../config/settings";
import type { RunRequest } from "../contract/runRequest";
import { imagesToRelease } from "./images";
import type { Place } from "./place";

/**
 * Declares the release of an environment; its result is the stack's outputs.
 * @param request what the runner asks for; undefined under plain `pulumi`
 * @throws RunError
 */
export async function release(
  settings: Settings,
  request: RunRequest | undefined,
  place: Place,
): Promise<Pick<EcsRelease, "services" | "images" | "commit">> {
  if (settings.gates.length > 0 && request === undefined) {
    await pulumi.log.warn("Gates are not checked by plain pulumi: slipway up does.");
  }
  const provider = new Provider("aws", settings.aws);
  const wanted = await imagesToRelease(settings, request, place);
  const { cluster, commit, environment, versionVariable, migration, services } = settings;
  const { noProgress, timeout, failEarly } = settings.rollout;
  const made = new EcsRelease(
    "release",
    {
      cluster,
      commit: commit.version,
      images: await lookUpImages(wanted, { provider }, request),
      services,
      environment,
      versionVariable,
      migration,
      rollout: { noProgress, timeout, failEarly: failEarly === false ? undefined : failEarly },
    },
    { provider },
    request,
  );
  return { services: made.services, images: made.images, commit: made.commit };
}
