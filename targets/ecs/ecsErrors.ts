import { awsError } from "../../aws/awsErrors";
import { asSentence, messageOf, SlipwayError } from "../../support/errors";

/** ECS could not be asked, or would not answer now; the same call may work later. */
export abstract class EcsTransientError extends SlipwayError {}

export class EcsThrottled extends EcsTransientError {
  readonly code = "ECS_THROTTLED";
  readonly ends = "preflightRefused";
}
export class EcsUnreachable extends EcsTransientError {
  readonly code = "ECS_UNREACHABLE";
  readonly ends = "preflightRefused";
}
export class EcsServerFault extends EcsTransientError {
  readonly code = "ECS_SERVER_FAULT";
  readonly ends = "preflightRefused";
}

export class EcsAccessDenied extends SlipwayError {
  readonly code = "ECS_ACCESS_DENIED";
  readonly ends = "preflightRefused";
}
export class ClusterNotFound extends SlipwayError {
  readonly code = "CLUSTER_NOT_FOUND";
  readonly ends = "preflightRefused";
}
export class ServiceNotFound extends SlipwayError {
  readonly code = "SERVICE_NOT_FOUND";
  readonly ends = "preflightRefused";
}
export class ServiceNotActive extends SlipwayError {
  readonly code = "SERVICE_NOT_ACTIVE";
  readonly ends = "preflightRefused";
}
/** The operation does not exist there, or not for this kind of service. */
export class EcsUnsupported extends SlipwayError {
  readonly code = "ECS_UNSUPPORTED";
  readonly ends = "preflightRefused";
}
/** Any other refusal; the message is ECS's own. */
export class EcsRefused extends SlipwayError {
  readonly code = "ECS_REFUSED";
  readonly ends = "preflightRefused";
}

/** ECS asks to try again when a family gets two revisions at the same instant. */
export function isConcurrentRegistration(error: unknown): boolean {
  return error instanceof EcsRefused && error.message.includes("Too many concurrent attempts");
}

/** What an operation was about, for its error's text. */
export interface EcsCall {
  /** IAM's name of the operation, e.g. `ecs:UpdateService`. */
  action: string;
  cluster?: string;
  service?: string;
}

type ErrorMaker = (message: string, options: ErrorOptions, call: EcsCall) => SlipwayError;

const throttled: ErrorMaker = (message, options, { action }) =>
  new EcsThrottled(
    `AWS throttles ${action}: ${message}`,
    "Try again in a minute; other callers in this account use up the rate too.",
    options,
  );
/** What is the same for every AWS service: no credentials, or none that are accepted. */
const ofAws: ErrorMaker = (_message, { cause }, { action }) => awsError(cause, action);
const denied: ErrorMaker = (message, options, { action }) =>
  new EcsAccessDenied(
    `Not allowed: ${deniedAction(message) ?? action}. AWS says: ${message}`,
    `Allow ${deniedAction(message) ?? action} to this identity (docs list what Slipway needs), or use other credentials.`,
    options,
  );
const unsupported: ErrorMaker = (message, options, { action }) =>
  new EcsUnsupported(`${action} is not supported here: ${message}`, undefined, options);
const unreachable: ErrorMaker = (message, options, { action }) =>
  new EcsUnreachable(
    `ECS could not be reached for ${action}: ${message}`,
    "Check the network, the region and, where one is set, the endpoint (AWS_ENDPOINT_URL, aws:endpoints).",
    options,
  );

/** By the SDK's or AWS's name of the error. */
const byName: Readonly<Record<string, ErrorMaker>> = {
  ThrottlingException: throttled,
  Throttling: throttled,
  TooManyRequestsException: throttled,
  RequestLimitExceeded: throttled,
  AccessDeniedException: denied,
  AccessDenied: denied,
  UnauthorizedException: denied,
  ExpiredTokenException: ofAws,
  ExpiredToken: ofAws,
  RequestExpired: ofAws,
  InvalidSignatureException: ofAws,
  UnrecognizedClientException: ofAws,
  InvalidClientTokenId: ofAws,
  MissingAuthenticationTokenException: ofAws,
  CredentialsProviderError: ofAws,
  UnknownOperationException: unsupported,
  UnsupportedFeatureException: unsupported,
  InvalidAction: unsupported,
  TimeoutError: unreachable,
  ClusterNotFoundException: (message, options, { cluster = "" }) =>
    new ClusterNotFound(
      `The cluster "${cluster}" does not exist: ${message}`,
      "Check the cluster's name (`slipway:cluster` or CLUSTER_NAME), the region and the account.",
      options,
    ),
  ServiceNotFoundException: (message, options, { service = "", cluster = "" }) =>
    new ServiceNotFound(
      `The service "${service}" does not exist in the cluster "${cluster}": ${message}`,
      "Check the service's name (`slipway:services` or SERVICES_NAMES) and the cluster.",
      options,
    ),
  ServiceNotActiveException: (message, options, { service = "" }) =>
    new ServiceNotActive(
      `The service "${service}" is not active: ${message}`,
      "Create it again, or take it out of the settings.",
      options,
    ),
};

/** An error of the SDK as Slipway's own, with the original as its cause. */
export function ecsError(error: unknown, call: EcsCall): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const options = { cause: error };
  const said = messageOf(error) || "no reason given";
  const message = asSentence(said);
  const name = error instanceof Error ? error.name : "";
  const known = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (known) return known(message, options, call);
  if (said === "Region is missing") return awsError(error, call.action);
  const status = httpStatus(error);
  if (status === 429) return throttled(message, options, call);
  if (status !== undefined && status >= 500) {
    return new EcsServerFault(
      `ECS failed at ${call.action} (HTTP ${status}): ${message}`,
      "Try again; when it stays, look at AWS's health dashboard.",
      options,
    );
  }
  if (status === undefined && isConnectionError(error)) return unreachable(message, options, call);
  return new EcsRefused(`${call.action}: ${message}`, undefined, options);
}

/** The action in AWS's "… is not authorized to perform: ecs:UpdateService on resource …". */
function deniedAction(message: string): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1];
}

/** Undefined where no response came. */
function httpStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  if (!("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/** Node's system errors (ECONNREFUSED, ENOTFOUND, …) have an upper-case code. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return typeof error.code === "string" && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(error.code);
}
