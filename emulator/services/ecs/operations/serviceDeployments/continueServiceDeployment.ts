import type { Ecs } from "../../createEcs";
import { invalidParameter, serviceDeploymentNotFound } from "../../errors";
import { requireEcsController } from "../../rules/controller";
import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
} from "../../shapes";

/** Continues a deployment that a PAUSE hook holds, or rolls it back (dg/deployment-lifecycle-hooks). */
export function continueServiceDeployment(
  ecs: Ecs,
  { serviceDeploymentArn: arn, hookId, action = "CONTINUE" }: ContinueServiceDeploymentRequest,
): ContinueServiceDeploymentResponse {
  const found = ecs.store.serviceDeployments.get(arn);
  if (!found) throw serviceDeploymentNotFound();
  const { service, serviceDeployment } = found;
  requireEcsController(service);
  if (serviceDeployment.status !== "IN_PROGRESS") {
    throw invalidParameter(
      `The service deployment cannot be continued because it is in ${serviceDeployment.status} status.`,
    );
  }
  const hook = serviceDeployment.hooks.find((h) => h.id === hookId);
  if (!hook) throw invalidParameter(`The service deployment has no lifecycle hook ${hookId}.`);
  if (hook.status !== "AWAITING_ACTION") {
    throw invalidParameter(`The lifecycle hook ${hookId} is in ${hook.status} status.`);
  }
  hook.status = action === "CONTINUE" ? "SUCCEEDED" : "FAILED";
  serviceDeployment.updatedAt = ecs.agenda.now();
  ecs.scheduler.touch(service);
  return { serviceDeploymentArn: arn };
}
