import {
  fromNodeProviderChain,
  fromTemporaryCredentials,
  type FromTemporaryCredentialsOptions,
} from "@aws-sdk/credential-providers";
import type { AssumeRole, AwsSettings } from "../contract/awsSettings";
import { requestLimits } from "./requestLimits";

export type Credentials = ReturnType<typeof fromNodeProviderChain>;

/** What the SDK says of where credentials are from, for its user agent. */
interface Attributed {
  readonly $source?: { readonly CREDENTIALS_ENV_VARS?: string };
}

/**
 * The SDK's default chain (of `profile` where one is set), and on top of it every role of
 * `assumeRoles`, each assumed with the credentials of the one before.
 */
export function awsCredentials(settings: AwsSettings): Credentials {
  const base: Credentials = fromNodeProviderChain(
    settings.profile === undefined ? {} : { profile: settings.profile, logger: quiet },
  );
  return (settings.assumeRoles ?? []).reduce(
    (masterCredentials: Credentials, role): Credentials =>
      fromTemporaryCredentials({
        masterCredentials,
        params: assumeRoleParameters(role),
        clientConfig: stsConfig(settings),
      }),
    base,
  );
}

/** Whether the SDK's chain finds credentials at all; roles are not assumed to find out. */
export async function hasCredentials({ profile }: Pick<AwsSettings, "profile">): Promise<boolean> {
  try {
    await awsCredentials(profile === undefined ? {} : { profile })();
    return true;
  } catch {
    return false;
  }
}

/**
 * When the credentials end, where that is known and nothing renews them: those of environment
 * variables (`AWS_CREDENTIAL_EXPIRATION`). Profiles, roles, SSO, containers and machines renew theirs;
 * so do assumed roles, as long as what they are assumed with lasts.
 * @throws what the SDK says where there are none
 */
export async function credentialsEnd({
  profile,
}: Pick<AwsSettings, "profile">): Promise<Date | undefined> {
  const base = awsCredentials(profile === undefined ? {} : { profile });
  const found: Awaited<ReturnType<Credentials>> & Attributed = await base();
  return found.$source?.CREDENTIALS_ENV_VARS === undefined ? undefined : found.expiration;
}

const nothing = () => undefined;

/** The SDK warns on the console of keys in the environment, whose place a profile takes on purpose. */
const quiet = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

function stsConfig({
  region,
  endpoints,
}: AwsSettings): FromTemporaryCredentialsOptions["clientConfig"] {
  return {
    requestHandler: requestLimits,
    ...(region !== undefined && { region }),
    ...(endpoints?.sts !== undefined && { endpoint: endpoints.sts }),
  };
}

/** A role's settings in the words of STS AssumeRole. */
export function assumeRoleParameters(role: AssumeRole): FromTemporaryCredentialsOptions["params"] {
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? "slipway",
    ...(role.externalId !== undefined && { ExternalId: role.externalId }),
    ...(role.duration !== undefined && { DurationSeconds: role.duration }),
    ...(role.policy !== undefined && { Policy: role.policy }),
    ...(role.policyArns && { PolicyArns: role.policyArns.map((arn) => ({ arn })) }),
    ...(role.sourceIdentity !== undefined && { SourceIdentity: role.sourceIdentity }),
    ...(role.tags && {
      Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
    ...(role.transitiveTagKeys && { TransitiveTagKeys: [...role.transitiveTagKeys] }),
  };
}
