import { z } from "zod";
import { ecrHost } from "../../registry/ecrHost";
import { parseRepositoryUrl } from "../../registry/reference";
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
  /** Whether the repository lets no tag move, as far as that is known. */
  immutableTags: boolean;
}

/** Whether a repository has a tag or digest, and what it names. */
export function getImage({
  registry,
  ecr,
}: Pick<Services, "registry" | "ecr">): ProviderFunction<GetImageArgs, GetImageResult> {
  return {
    inputs: getImageArgs,
    async call({ repositoryUrl, tag }, { signal }) {
      const [found, immutableTags] = await Promise.all([
        registry.find(repositoryUrl, tag, signal),
        areTagsImmutable(ecr, repositoryUrl, signal),
      ]);
      if (!found) return { exists: false, platforms: [], immutableTags };
      const { digest, platforms } = found;
      return { exists: true, digest, platforms, immutableTags };
    },
  };
}

/** Only ECR tells, and only who may ask it. */
async function areTagsImmutable(
  ecr: Services["ecr"],
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { registry, repository } = parseRepositoryUrl(repositoryUrl);
  const host = ecrHost(registry);
  if (!host) return false;
  const described = await ecr(host.region)
    .describeRepository(repository, host.account, signal)
    .catch(() => undefined);
  return described?.imageTagMutability === "IMMUTABLE";
}
