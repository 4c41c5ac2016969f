import { z } from "zod";
import type { PromotedRelease } from "../../contract/promotedRelease";
import { promotedRelease } from "../../targets/ecs/promotedRelease";
import type { ProviderFunction } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";

const text = z.string().min(1, "must not be empty");

const getPromotedReleaseArgs = z.object({
  /** For messages. */
  environment: text,
  cluster: text,
  services: z.array(
    z.object({ name: text, containers: z.record(z.string(), z.string()).optional() }),
  ),
  images: z.array(z.object({ name: text, repositoryUrl: text })),
  versionVariable: text,
});

export type GetPromotedReleaseArgs = z.infer<typeof getPromotedReleaseArgs>;

/** What an environment really runs, as another one can release it. */
export function getPromotedRelease({
  ecs,
  registry,
}: Pick<ProviderDependencies, "ecs" | "registry">): ProviderFunction<
  GetPromotedReleaseArgs,
  PromotedRelease
> {
  return {
    inputs: getPromotedReleaseArgs,
    call: (args, { signal }) => promotedRelease(ecs, registry, args, signal),
  };
}
