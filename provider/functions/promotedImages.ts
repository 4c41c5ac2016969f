import { z } from "zod";
import type { ImageRegistry } from "../../registry/imageRegistry";
import type { ProviderDependencies } from "../providerDependencies";
import { providerSettings } from "../settings";

const text = z.string().min(1, "must not be empty");

/** An image that is going to be there: where it is until then. */
export const promotedImageArgs = z.object({
  /** That it will have. */
  reference: text,
  /** The repository that has it now. */
  from: text,
  digest: text,
  /** How that one is reached, where that is not as the provider's own. */
  aws: providerSettings.optional(),
});

/** A registry in which promoted images are found already, where they come from. */
export function withPromoted(
  { registry, registryOf }: Pick<ProviderDependencies, "registry" | "registryOf">,
  promoted: readonly z.infer<typeof promotedImageArgs>[],
): Pick<ImageRegistry, "find"> {
  return {
    find(repositoryUrl, tagOrDigest, signal) {
      const names = [`${repositoryUrl}:${tagOrDigest}`, `${repositoryUrl}@${tagOrDigest}`];
      const source = promoted.find(({ reference }) => names.includes(reference));
      return source
        ? registryOf(source.aws).find(source.from, source.digest, signal)
        : registry.find(repositoryUrl, tagOrDigest, signal);
    },
  };
}
