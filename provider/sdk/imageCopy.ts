import * as pulumi from "@pulumi/pulumi";
import { asInput, type ProviderArgs } from "./provider";

export interface ImageCopyArgs {
  /** `host[:port]/path` of the repository that has the image. */
  from: pulumi.Input<string>;
  /** Of the one that gets it. */
  to: pulumi.Input<string>;
  digest: pulumi.Input<string>;
  /** The tag that it gets there. */
  tag?: pulumi.Input<string>;
  /** Whether the tag may be taken from another image. */
  moveTag?: boolean;
  /** How each account is reached, where that is not as the provider's own. */
  fromAws?: ProviderArgs;
  toAws?: ProviderArgs;
}

/** An image in one more repository, under the same digest. Deleting it leaves the copy there. */
export class ImageCopy extends pulumi.CustomResource {
  declare readonly to: pulumi.Output<string>;
  declare readonly digest: pulumi.Output<string>;
  /** How many layers the last copy sent, and their bytes in sum. */
  declare readonly layers: pulumi.Output<number>;
  declare readonly bytes: pulumi.Output<number>;

  constructor(name: string, args: ImageCopyArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { layers: undefined, bytes: undefined };
    const { fromAws, toAws, ...others } = args;
    const accounts = {
      fromAws: fromAws && asInput(fromAws),
      toAws: toAws && asInput(toAws),
    };
    super("slipway:registry:ImageCopy", name, { ...outputs, ...others, ...accounts }, opts);
  }
}
