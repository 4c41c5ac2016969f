import { asSentence, messageOf, SlipwayError } from "../support/errors";

export class AwsCredentialsMissing extends SlipwayError {
  readonly code = "AWS_CREDENTIALS_MISSING";
  readonly ends = "preflightRefused";
}
export class AwsCredentialsRejected extends SlipwayError {
  readonly code = "AWS_CREDENTIALS_REJECTED";
  readonly ends = "preflightRefused";
}
export class AwsRegionMissing extends SlipwayError {
  readonly code = "AWS_REGION_MISSING";
  readonly ends = "preflightRefused";
}
export class AwsAccessDenied extends SlipwayError {
  readonly code = "AWS_ACCESS_DENIED";
  readonly ends = "preflightRefused";
}
export class AwsThrottled extends SlipwayError {
  readonly code = "AWS_THROTTLED";
  readonly ends = "preflightRefused";
}
export class AwsUnreachable extends SlipwayError {
  readonly code = "AWS_UNREACHABLE";
  readonly ends = "preflightRefused";
}
/** Any other refusal; the message is AWS's own. */
export class AwsRefused extends SlipwayError {
  readonly code = "AWS_REFUSED";
  readonly ends = "preflightRefused";
}

type Kind = "missing" | "rejected" | "denied" | "throttled" | "unreachable";

/** By the SDK's or AWS's name of the error. */
const kinds: Readonly<Record<string, Kind>> = {
  CredentialsProviderError: "missing",
  ExpiredToken: "rejected",
  ExpiredTokenException: "rejected",
  RequestExpired: "rejected",
  InvalidClientTokenId: "rejected",
  InvalidSignatureException: "rejected",
  SignatureDoesNotMatch: "rejected",
  UnrecognizedClientException: "rejected",
  MissingAuthenticationTokenException: "rejected",
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  UnauthorizedException: "denied",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  TooManyRequestsException: "throttled",
  RequestLimitExceeded: "throttled",
  TimeoutError: "unreachable",
};

const networkFailures = ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"];

/**
 * An error of the SDK as Slipway's own, with the original as its cause.
 * @param action IAM's name of what was asked: `ecr:GetAuthorizationToken`
 */
export function awsError(error: unknown, action: string): SlipwayError {
  if (error instanceof SlipwayError) return error;
  const options = { cause: error };
  const raw = messageOf(error) || "no reason given";
  const said = asSentence(raw);
  const name = error instanceof Error ? error.name : "";
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : networkKind(error);
  switch (kind) {
    case "missing":
      return new AwsCredentialsMissing(
        `No AWS credentials were found for ${action}: ${said}`,
        "Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is given.",
        options,
      );
    case "rejected":
      return new AwsCredentialsRejected(
        `AWS does not accept the credentials for ${action}: ${said}`,
        "Renew them (log in again, or let the agent assume its role again) and repeat the command.",
        options,
      );
    case "denied": {
      // The role before it may be what is not allowed: AWS names it.
      const denied = /not authorized to perform:? ([\w-]+:\w+)/.exec(said)?.[1] ?? action;
      return new AwsAccessDenied(
        `Not allowed: ${denied}. AWS says: ${said}`,
        `Allow ${denied} to this identity, or use other credentials (profile, assumeRoles).`,
        options,
      );
    }
    case "throttled":
      return new AwsThrottled(
        `AWS throttles ${action}: ${said}`,
        "Try again in a minute; other callers in this account use up the rate too.",
        options,
      );
    case "unreachable":
      return new AwsUnreachable(
        `AWS could not be reached for ${action}: ${said}`,
        "Check the network, the region and, where one is set, the endpoint (AWS_ENDPOINT_URL, aws:endpoints).",
        options,
      );
    case undefined:
      return raw === "Region is missing"
        ? new AwsRegionMissing(
            `No AWS region is set for ${action}.`,
            "Set `aws:region` in the stack's configuration, or AWS_REGION.",
            options,
          )
        : new AwsRefused(
            `AWS refuses ${action}: ${name === "" ? said : `${name}: ${said}`}`,
            "Mend what AWS names and repeat the command.",
            options,
          );
  }
}

function networkKind(error: unknown): Kind | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && networkFailures.includes(code) ? "unreachable" : undefined;
}
