/** Errors of Elastic Load Balancing v2. */
import { ServiceError } from "../../wire/serviceError";

const error = (code: string) => (message: string) => new ServiceError(code, message);

export const validationError = error("ValidationError");
export const duplicateTargetGroupName = error("DuplicateTargetGroupName");
export const duplicateLoadBalancerName = error("DuplicateLoadBalancerName");
export const duplicateListener = error("DuplicateListener");
export const resourceInUse = error("ResourceInUse");
export const associationLimit = error("TargetGroupAssociationLimit");
export const certificateNotFound = error("CertificateNotFound");

export const targetGroupNotFound = () =>
  error("TargetGroupNotFound")("One or more target groups not found");
export const loadBalancerNotFound = () =>
  error("LoadBalancerNotFound")("One or more load balancers not found");
export const listenerNotFound = () => error("ListenerNotFound")("One or more listeners not found");

/** The refusal, by name, of a feature that AWS has and the emulator doesn't. */
export const notModelled = (what: string) =>
  validationError(`${what} is not modelled by this emulator; emulator/BEHAVIOR.md lists what is.`);
