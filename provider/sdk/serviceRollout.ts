import type { DeploymentRef } from "../../contract/deploymentRef";
import * as pulumi from "@pulumi/pulumi";
import type { DeployedRevision } from "../../contract/deployedRevision";

export interface ServiceRolloutArgs {
  cluster: pulumi.Input<string>;
  service: pulumi.Input<string>;
  /** ARN or `family:n` of the revision to move to. */
  taskDefinition: pulumi.Input<string>;
  /** Container → digests that may run in it when the rollout has ended; not checked without. */
  digests?: pulumi.Input<Record<string, pulumi.Input<pulumi.Input<string>[]>>>;
  /** Remembered with the revision, for `history` and rollbacks. */
  commit?: pulumi.Input<string>;
  /** Seconds without progress after which it counts as stuck; 1800 by default. */
  noProgress?: pulumi.Input<number>;
  /** Seconds; 3600 by default. */
  timeout?: pulumi.Input<number>;
  /**
   * Stops the rollout with a rollback after so many tasks that failed alike, so before ECS's
   * circuit breaker does; never without.
   */
  failEarly?: pulumi.Input<number>;
  /** A new value makes one forced deployment, also of the revision that runs already. */
  force?: pulumi.Input<string>;
  /**
   * For a rollback: the deployment that it replaces; a plain `ecs-svc/…` is one of ECS's own. The
   * service is moved only while it still is what that deployment made of it. Makes no difference by
   * itself.
   */
  replaces?: pulumi.Input<DeploymentRef | string>;
}

/** How a rollout ended; `kind` is `deployed` or `unchanged` when all is well. */
export interface RolloutOutcome {
  kind: string;
}

/**
 * Moves a service to a revision. Succeeds only when ECS says that this deployment is done.
 * Deleting it leaves the service as it is.
 */
export class ServiceRollout extends pulumi.CustomResource {
  declare readonly taskDefinition: pulumi.Output<string>;
  /** `family:n` */
  declare readonly revision: pulumi.Output<string>;
  declare readonly from: pulumi.Output<string>;
  declare readonly outcome: pulumi.Output<RolloutOutcome>;
  declare readonly reason: pulumi.Output<string>;
  /** `ecs-svc/…` */
  declare readonly deploymentId: pulumi.Output<string>;
  /** Container → digest that runs. */
  declare readonly runningDigests: pulumi.Output<Record<string, string>>;
  declare readonly seconds: pulumi.Output<number>;
  /** What was deployed, newest first. */
  declare readonly history: pulumi.Output<DeployedRevision[]>;

  constructor(name: string, args: ServiceRolloutArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = {
      revision: undefined,
      from: undefined,
      outcome: undefined,
      reason: undefined,
      deploymentId: undefined,
      runningDigests: undefined,
      seconds: undefined,
      history: undefined,
    };
    super("slipway:ecs:ServiceRollout", name, { ...outputs, ...args }, opts);
  }
}
