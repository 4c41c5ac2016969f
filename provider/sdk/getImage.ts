import * as pulumi from "@pulumi/pulumi";

export interface GetImageArgs {
  /** `host[:port]/path` */
  repositoryUrl: string;
  /** A tag or a digest. */
  tag: string;
  /** A tag that is to move; the one that is looked up without. */
  movingTag?: string;
}

export interface GetImageResult {
  exists: boolean;
  digest?: string;
  /** `os/arch[/variant]` */
  platforms: string[];
  /** Digests of the platforms' own manifests, where `digest` is an index of them. */
  manifests: string[];
  /** Whether the repository refuses to move that tag, as far as that is known. */
  immutableTags: boolean;
}

/** Looks for a tag or digest in a repository. */
export function getImage(args: GetImageArgs, opts?: pulumi.InvokeOptions): Promise<GetImageResult> {
  return pulumi.runtime.invoke("slipway:registry:getImage", args, opts) as Promise<GetImageResult>;
}
