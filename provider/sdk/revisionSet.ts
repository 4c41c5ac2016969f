import * as pulumi from "@pulumi/pulumi";

/** Depends on all revisions of a release, so that rollouts need to depend on it alone. */
export class RevisionSet extends pulumi.CustomResource {
  constructor(name: string, opts?: pulumi.CustomResourceOptions) {
    super("slipway:ecs:RevisionSet", name, {}, opts);
  }
}
