import * as pulumi from "@pulumi/pulumi";

export interface GetImageArgs {
  /** `host[:port]/path` */
  repositoryUrl: string;
  /** A tag or a digest. */
  tag: string;
}

export interface GetImageResult {
  exists: boolean;
  digest?: string;
  /** `os/arch[/variant]` */
  platforms: string[];
  /** Whether the repository lets no tag move, as far as that is known. */
  immutableTags: boolean;
}

/** Whether a repository has a tag or digest, and what it names. */
export function getImage(args: GetImageArgs, opts?: pulumi.InvokeOptions): Promise<GetImageResult> {
  return pulumi.runtime.invoke("slipway:registry:getImage", args, opts) as Promise<GetImageResult>;
}
