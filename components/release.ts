import type * as pulumi from "@pulumi/pulumi";
import type { EcsReleaseArgs, ReleaseServiceArgs } from "./releaseArgs";
import type { ReleaseImage } from "./releaseImage";

/** What the builders of one release share. */
export interface Release {
  readonly name: string;
  readonly args: EcsReleaseArgs;
  /** In an order in which each comes later than those that it is `after`. */
  readonly services: readonly ReleaseServiceArgs[];
  /** Known once nothing stands in the way of the release. */
  readonly cluster: pulumi.Output<string>;
  readonly images: ReadonlyMap<string, ReleaseImage>;
  /** The component that everything hangs below. */
  readonly parent: pulumi.Resource;
}
