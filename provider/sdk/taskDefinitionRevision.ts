import * as pulumi from "@pulumi/pulumi";

export interface TaskDefinitionRevisionArgs {
  cluster: pulumi.Input<string>;
  service: pulumi.Input<string>;
  /** `service` (default) copies what the service runs, `family` its family's newest revision. */
  base?: pulumi.Input<"service" | "family">;
  images: pulumi.Input<pulumi.Input<RevisionImageArgs>[]>;
  /** Variables to set in the containers that get an image. Pass values as secrets. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The one variable that carries the version, and the version: `{ DD_VERSION: "4f1c2d9" }`. */
  version: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Names of the release's other services. */
  siblings?: pulumi.Input<pulumi.Input<string>[]>;
}

export interface RevisionImageArgs {
  repositoryUrl: pulumi.Input<string>;
  /** `repositoryUrl:tag` or `repositoryUrl@digest`. */
  reference: pulumi.Input<string>;
  /** Names; by default the containers that run an image of this repository. */
  containers?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * A revision of a service's task definition: a copy of what the service runs, with image and
 * variables set. Never deregistered.
 */
export class TaskDefinitionRevision extends pulumi.CustomResource {
  declare readonly taskDefinitionArn: pulumi.Output<string>;
  /** `family:n` */
  declare readonly revision: pulumi.Output<string>;
  /** Image's reference → names of the containers that run it. */
  declare readonly containers: pulumi.Output<Record<string, string[]>>;
  /** Container → image, of those containers. */
  declare readonly images: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: TaskDefinitionRevisionArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = {
      taskDefinitionArn: undefined,
      revision: undefined,
      containers: undefined,
      images: undefined,
    };
    super("slipway:ecs:TaskDefinitionRevision", name, { ...outputs, ...args }, opts);
  }
}
