import * as pulumi from "@pulumi/pulumi";

export interface ImageTagArgs {
  /** `host[:port]/path` */
  repositoryUrl: pulumi.Input<string>;
  tag: pulumi.Input<string>;
  /** What the tag shall name; it is in the repository already. */
  digest: pulumi.Input<string>;
}

/** A moving tag on an image of a repository. Deleting it leaves the tag where it is. */
export class ImageTag extends pulumi.CustomResource {
  declare readonly digest: pulumi.Output<string>;

  constructor(name: string, args: ImageTagArgs, opts?: pulumi.CustomResourceOptions) {
    super("slipway:registry:ImageTag", name, { ...args }, opts);
  }
}
