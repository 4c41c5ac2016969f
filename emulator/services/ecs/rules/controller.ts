import type { Service } from "../state/service";
import { invalidParameter, unsupportedFeature } from "../errors";
import type { UpdateServiceRequest } from "../shapes";

/** Refuses what UpdateService can't change where ECS is not the deployment controller (api/UpdateService). */
export function checkController(service: Service, input: UpdateServiceRequest): void {
  const type = input.deploymentController?.type;
  if (type !== undefined && type !== service.deploymentController) {
    throw unsupportedFeature(
      "Changing the deployment controller is not modelled by this emulator.",
    );
  }
  if (service.deploymentController === "ECS") return;
  const suffix =
    service.deploymentController === "CODE_DEPLOY"
      ? "on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment."
      : "on services with an EXTERNAL deployment controller.";
  if (input.forceNewDeployment) {
    throw invalidParameter(`Cannot force a new deployment ${suffix}`);
  }
  if (input.taskDefinition !== undefined) {
    throw invalidParameter(`Unable to update task definition ${suffix}`);
  }
  if (input.networkConfiguration ?? input.platformVersion ?? input.loadBalancers) {
    throw invalidParameter(`Unable to update network parameters ${suffix}`);
  }
}

/** ServiceDeployments exist only where ECS itself deploys (dg/service-deployment). */
export function requireEcsController(service: Service): void {
  if (service.deploymentController !== "ECS") {
    throw unsupportedFeature(
      `Service deployments are not supported for services with the ${service.deploymentController} deployment controller.`,
    );
  }
}
