import type { Service } from "@aws-sdk/client-ecs";
import { SlipwayError } from "../../../support/errors";

export class ControllerNotSupported extends SlipwayError {
  readonly code = "CONTROLLER_NOT_SUPPORTED";
  readonly ends = "preflightRefused";
}

/** @throws ControllerNotSupported */
export function refuseOtherControllers({ serviceName = "", deploymentController }: Service): void {
  const { type = "ECS" } = deploymentController ?? {};
  if (type === "ECS") return;
  throw new ControllerNotSupported(
    `The service "${serviceName}" is deployed by ${type}; Slipway moves only services whose deployment controller is ECS.`,
    `Deploy it through ${type === "CODE_DEPLOY" ? "AWS CodeDeploy" : "its own deployer"} and take it out of the settings.`,
  );
}
