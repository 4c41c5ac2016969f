/** Why and how a deployment ends without success. */
export interface DeploymentFailure {
  /** What the service event says after `deployment failed:`. */
  event: string;
  /** `rolloutStateReason` of the failed deployment. */
  reason: string;
  rollback: boolean;
  /** `rolloutStateReason` of the deployment that becomes PRIMARY again. */
  rollbackReason: (id: string) => string;
  /** `statusReason` of the ServiceDeployment that is rolled back. */
  statusReason: string;
  by: "breaker" | "alarms" | "hook" | "user";
}
