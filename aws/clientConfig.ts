import type { AwsService, AwsSettings } from "../contract/awsSettings";
import { awsCredentials, type Credentials } from "./credentials";
import { requestLimits } from "./requestLimits";

/** What every AWS client of Slipway is constructed with. */
export interface ClientConfig {
  region: string | undefined;
  credentials: Credentials;
  endpoint?: string;
  maxAttempts: number;
  useFipsEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
  requestHandler: typeof requestLimits;
  customUserAgent: string;
}

/** Throttling lasts seconds; an unreachable endpoint shall not take minutes to be called so. */
const defaultRetries = 4;

/**
 * The one place where an AWS client's configuration is made from settings.
 * `AWS_ENDPOINT_URL…` and the other variables of the SDK hold where the settings are silent.
 */
export function clientConfig(settings: AwsSettings, service: AwsService): ClientConfig {
  const { region, endpoints, maxRetries = defaultRetries } = settings;
  const endpoint = endpoints?.[service];
  return {
    region,
    credentials: awsCredentials(settings),
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: maxRetries + 1,
    ...(settings.useFipsEndpoint !== undefined && { useFipsEndpoint: settings.useFipsEndpoint }),
    ...(settings.useDualstackEndpoint !== undefined && {
      useDualstackEndpoint: settings.useDualstackEndpoint,
    }),
    requestHandler: requestLimits,
    customUserAgent: "slipway",
  };
}
