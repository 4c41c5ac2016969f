import type { DeploymentControllerType, Service } from "@aws-sdk/client-ecs";
import { SlipwayError } from "../../../support/errors";
import type { RolloutController, RolloutProgress, RolloutResult } from "../../rollout";
import type { EcsApi } from "../ecsApi";
import { readerOf } from "../serviceReader";
import type { ServiceRolloutRequest } from "../serviceRolloutRequest";
import { serviceNotActive, serviceNotFound } from "../services";

/** Moves services of one deployment controller. */
export interface ServiceController {
  /** @param service as it was read a moment ago; see {@link RolloutController} for the rest */
  roll(
    request: ServiceRolloutRequest,
    service: Service,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult>;
}

/** By the service's `deploymentController`; those that are missing are refused by name. */
export type ServiceControllers = Readonly<
  Partial<Record<DeploymentControllerType, ServiceController>>
>;

export class ControllerNotSupported extends SlipwayError {
  readonly code = "CONTROLLER_NOT_SUPPORTED";
  readonly ends = "preflightRefused";
}

/**
 * Rollouts of services, each by the controller that the service has. The service is read once, and
 * handed to its controller.
 */
export function chooseController(
  api: EcsApi,
  controllers: ServiceControllers,
): RolloutController<ServiceRolloutRequest> {
  return {
    /** @throws ServiceNotFound, ServiceNotActive, ControllerNotSupported: nothing was sent */
    async roll(request, onProgress, signal) {
      const { cluster, service: name } = request;
      const service = await readerOf(api).read(cluster, name, signal);
      if (!service) throw serviceNotFound(cluster, name);
      if (service.status !== "ACTIVE") throw serviceNotActive(service, name);
      const controller = controllers[controllerOf(service)];
      if (!controller) throw notSupported(service);
      return controller.roll(request, service, onProgress, signal);
    },
  };
}

/** Before anything moves: whether Slipway has a controller for the service. @throws ControllerNotSupported */
export function refuseUnsupportedController(service: Service): void {
  if (!supported.includes(controllerOf(service))) throw notSupported(service);
}

const supported: readonly DeploymentControllerType[] = ["ECS"];

function controllerOf({ deploymentController }: Service): DeploymentControllerType {
  return deploymentController?.type ?? "ECS";
}

function notSupported(service: Service): ControllerNotSupported {
  const type = controllerOf(service);
  return new ControllerNotSupported(
    `The service "${service.serviceName ?? ""}" is deployed by ${type}; Slipway moves only services whose deployment controller is ECS.`,
    `Deploy it through ${type === "CODE_DEPLOY" ? "AWS CodeDeploy" : "its own deployer"} and take it out of the settings.`,
  );
}
