import type { AuthorizationTokens } from "../../services/ecr/distribution/authorizationTokens";
import type { SecretStore } from "../../services/secretsmanager/secretStore";
import type { ParameterStore } from "../../services/ssm/parameterStore";
import type { ImageSource, SecretSource } from "./ports";

/**
 * Images by the names that task definitions give them.
 * @param localHost of the guarded registry; without one, images are pulled from where their names say
 * @param accountHost the account's own host of ECR, which means the local registry
 */
export function imageSource(
  localHost: string | undefined,
  accountHost: string,
  tokens: AuthorizationTokens,
): ImageSource {
  return {
    localReference: (image) =>
      localHost !== undefined && image.startsWith(`${accountHost}/`)
        ? localHost + image.slice(accountHost.length)
        : image,
    credentials(host) {
      if (host !== localHost) return undefined;
      const { username, password } = tokens.issue();
      return { username, password };
    },
  };
}

/** Secrets and parameters of the emulator's own Secrets Manager and SSM. */
export function secretSource(secrets: SecretStore, parameters: ParameterStore): SecretSource {
  return {
    secret(reference, versionStage, versionId) {
      const [, { value }] = secrets.version(reference, versionId, versionStage);
      return value.SecretString ?? Buffer.from(value.SecretBinary ?? "", "base64").toString("utf8");
    },
    parameter: (nameOrArn) => parameters.get(nameOrArn)?.value,
  };
}
