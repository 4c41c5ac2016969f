import type { RolloutRequest } from "../rollout";

/** A service to be moved to another revision. */
export interface ServiceRolloutRequest extends RolloutRequest {
  cluster: string;
  service: string;
  /** ARN or `family:n` of the revision to move to. */
  taskDefinition: string;
  /**
   * Container → the digests that may run in it (the one meant and its platform manifests). Checked
   * at the end; a container that is not named here is not checked.
   */
  digests?: Readonly<Record<string, readonly string[]>>;
  /**
   * After so many tasks that failed alike (container and reason) the deployment is stopped with a
   * rollback; never without. Not for a rollback.
   */
  failEarly?: number;
}
