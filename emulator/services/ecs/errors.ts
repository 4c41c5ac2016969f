/** Errors of ECS with the texts that were seen live. */
import { ServiceError } from "../../wire/serviceError";

const error = (code: string) => (message: string, members?: Record<string, unknown>) =>
  new ServiceError(code, message, 400, members);

export const clientException = error("ClientException");
export const invalidParameter = error("InvalidParameterException");
export const conflict = error("ConflictException");
export const unsupportedFeature = error("UnsupportedFeatureException");

export const clusterNotFound = () => error("ClusterNotFoundException")("Cluster not found.");
export const serviceNotFound = () => error("ServiceNotFoundException")("Service not found.");
export const serviceNotActive = () => error("ServiceNotActiveException")("Service was not ACTIVE.");
export const taskDefinitionNotFound = () => clientException("TaskDefinition not found.");
export const taskDefinitionInactive = () => clientException("TaskDefinition is inactive");
export const serviceDeploymentNotFound = () =>
  error("ServiceDeploymentNotFoundException")("Service deployment not found.");
