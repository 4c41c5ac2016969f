import * as pulumi from "@pulumi/pulumi";

export interface GetPromotedReleaseArgs {
  /** For messages. */
  environment: string;
  cluster: string;
  services: { name: string; containers?: Record<string, string> }[];
  images: { name: string; repositoryUrl: string }[];
  versionVariable: string;
}

export interface GetPromotedReleaseResult {
  images: { image: string; digest: string; manifests: string[]; tag?: string; version?: string }[];
  /** Of its version variable, where all services have the same. */
  version?: string;
}

/** What an environment really runs, image by image: what a promotion releases elsewhere. */
export function getPromotedRelease(
  args: GetPromotedReleaseArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetPromotedReleaseResult> {
  return pulumi.runtime.invoke(
    "slipway:ecs:getPromotedRelease",
    args,
    opts,
  ) as Promise<GetPromotedReleaseResult>;
}
