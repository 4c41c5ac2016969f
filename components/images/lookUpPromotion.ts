import type * as pulumi from "@pulumi/pulumi";
import {
  getPromotedRelease,
  type GetPromotedReleaseArgs,
  type GetPromotedReleaseResult,
} from "../../provider/sdk";
import { invokeMessage, refusal } from "../errors/refusal";
import { restoreRequest } from "../rollback";

/** The environment that a promotion takes its images from. */
export interface EnvironmentToPromote {
  readonly environment: string;
  readonly cluster: string;
  readonly services: readonly {
    readonly name: string;
    readonly containers?: Readonly<Record<string, string>>;
  }[];
  readonly images: readonly { readonly name: string; readonly repositoryUrl: string }[];
  readonly versionVariable: string;
}

/**
 * What an environment really runs; nothing where a rollback needs no image.
 * @param opts with a provider that reaches that environment's account
 * @throws RunError
 */
export async function lookUpPromotion(
  { environment, cluster, services, images, versionVariable }: EnvironmentToPromote,
  opts: pulumi.InvokeOptions,
): Promise<GetPromotedReleaseResult | undefined> {
  if (restoreRequest()) return undefined;
  const args: GetPromotedReleaseArgs = {
    ...{ environment, cluster, versionVariable },
    services: services.map(({ name, containers }) => ({
      name,
      ...(containers && { containers: { ...containers } }),
    })),
    images: images.map(({ name, repositoryUrl }) => ({ name, repositoryUrl })),
  };
  try {
    return await getPromotedRelease(args, opts);
  } catch (error) {
    throw refusal(invokeMessage(error));
  }
}
