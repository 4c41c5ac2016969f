import { z } from "zod";
import { ecrHost } from "../../registry/ecr/ecrHost";
import { isTagImmutable } from "../../registry/ecr/tagMutability";
import { parseRepositoryUrl } from "../../registry/reference";
import type { ProviderFunction } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";

const text = z.string().min(1, "must not be empty");

const getImageArgs = z.object({
  repositoryUrl: text,
  /** A tag or a digest. */
  tag: text,
  /** A tag that is to move; the one that is looked up without. */
  movingTag: text.optional(),
});

export type GetImageArgs = z.infer<typeof getImageArgs>;

export interface GetImageResult {
  exists: boolean;
  digest?: string;
  /** `os/arch[/variant]` */
  platforms: readonly string[];
  /** Digests of the platforms' own manifests, where `digest` is an index of them. */
  manifests: readonly string[];
  /** Whether the repository refuses to move that tag, as far as that is known. */
  immutableTags: boolean;
}

/** Whether a repository has a tag or digest, and what it names. */
export function getImage({
  registry,
  ecr,
}: Pick<ProviderDependencies, "registry" | "ecr">): ProviderFunction<GetImageArgs, GetImageResult> {
  return {
    inputs: getImageArgs,
    async call({ repositoryUrl, tag, movingTag = tag }, { signal }) {
      const [found, immutableTags] = await Promise.all([
        registry.find(repositoryUrl, tag, signal),
        refusesToMove(ecr, repositoryUrl, movingTag, signal),
      ]);
      if (!found) return { exists: false, platforms: [], manifests: [], immutableTags };
      const { digest, platforms, manifests } = found;
      return { exists: true, digest, platforms, manifests, immutableTags };
    },
  };
}

/** Only ECR tells, and only who may ask it. */
async function refusesToMove(
  ecr: ProviderDependencies["ecr"],
  repositoryUrl: string,
  tag: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { registry, repository } = parseRepositoryUrl(repositoryUrl);
  const host = ecrHost(registry);
  if (!host) return false;
  const described = await ecr(host.region)
    .describeRepository(repository, host.account, signal)
    .catch(() => undefined);
  return described !== undefined && isTagImmutable(described, tag);
}
