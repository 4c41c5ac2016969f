import type { ImageRegistry } from "../../registry/imageRegistry";
import type { EnvironmentToPromote } from "../../contract/environmentToPromote";
import type { PromotedRelease } from "../../contract/promotedRelease";
import { common, promotedImage } from "../../registry/promotedImage";
import type { EcsApi } from "./ecsApi";
import { PromotionRefused, runningImages, type RunningImage } from "./runningImages";

/**
 * The images that the services of an environment run, each under one digest. Reads only.
 * @throws PromotionRefused, AWS's and the registry's errors
 */
export async function promotedRelease(
  ecs: EcsApi,
  registry: ImageRegistry,
  request: EnvironmentToPromote,
  signal?: AbortSignal,
): Promise<PromotedRelease> {
  const running = await runningImages(ecs, request, signal);
  const images = await Promise.all(
    request.images.map(async ({ name: image, repositoryUrl }) => {
      const seen = running.filter((one) => one.image === image);
      const tag = common(seen.map((one) => one.tag));
      const tagged =
        tag === undefined ? undefined : await registry.find(repositoryUrl, tag, signal);
      const found = promotedImage(seen, tagged);
      if (!found) throw disagreement(request.environment, image, seen);
      return { image, ...found };
    }),
  );
  const version = common(running.map((one) => one.version));
  return { images, ...(version !== undefined && { version }) };
}

function disagreement(
  environment: string,
  image: string,
  seen: readonly RunningImage[],
): PromotionRefused {
  const each = seen.map(({ service, container, digest, tag }) =>
    [`${service} (${container})`, tag === undefined ? digest : `${tag} ${digest}`].join(" runs "),
  );
  return new PromotionRefused(
    `The services of ${environment} do not run the same ${image}: ${each.join("; ")}.`,
    `Release one commit to all of them first: slipway up ${environment}.`,
  );
}
