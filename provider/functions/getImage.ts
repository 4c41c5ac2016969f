import { z } from "zod";
import type { ProviderFunction } from "../resource";
import type { Services } from "../services";

const text = z.string().min(1, "must not be empty");

const getImageArgs = z.object({
  repositoryUrl: text,
  /** A tag or a digest. */
  tag: text,
});

export type GetImageArgs = z.infer<typeof getImageArgs>;

export interface GetImageResult {
  exists: boolean;
  digest?: string;
  /** `os/arch[/variant]` */
  platforms: readonly string[];
}

/** Whether a repository has a tag or digest, and what it names. */
export function getImage({
  registry,
}: Pick<Services, "registry">): ProviderFunction<GetImageArgs, GetImageResult> {
  return {
    inputs: getImageArgs,
    async call({ repositoryUrl, tag }, { signal }) {
      const found = await registry.find(repositoryUrl, tag, signal);
      if (!found) return { exists: false, platforms: [] };
      return { exists: true, digest: found.digest, platforms: found.platforms };
    },
  };
}
