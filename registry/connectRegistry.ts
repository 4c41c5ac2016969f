import type { AwsSettings } from "../contract/awsSettings";
import { systemClock, systemRandom } from "../support/clock";
import { createAwsEcrApi } from "./ecr/awsEcrApi";
import { registryCredentials } from "./logins/registryCredentials";
import { dockerCredentials } from "./logins/dockerCredentials";
import type { Environment } from "../support/environment";
import type { EcrApi } from "./ecr/ecrApi";
import type { ImageRegistry } from "./imageRegistry";
import { OciClient } from "./oci/ociClient";
import { OciRegistry } from "./oci/ociRegistry";
import type { CredentialSource } from "./logins/credentialSource";

export interface RegistryConnection {
  readonly images: ImageRegistry;
  readonly client: OciClient;
  readonly credentials: CredentialSource;
  /** ECR of a region; undefined = the region of the settings. */
  readonly ecr: (region: string | undefined) => EcrApi;
}

/** Image registries as this run reaches them: real network, real clock, the user's logins. */
export function connectRegistry(settings: AwsSettings, env: Environment): RegistryConnection {
  const apis = new Map<string | undefined, EcrApi>();
  const ecr = (region: string | undefined = settings.region): EcrApi => {
    const known = apis.get(region);
    if (known) return known;
    const api = createAwsEcrApi({ ...settings, region });
    apis.set(region, api);
    return api;
  };
  const clock = systemClock;
  const credentials = registryCredentials({ ecr, docker: dockerCredentials(env), clock });
  const client = new OciClient({ credentials, clock, random: systemRandom });
  return { images: new OciRegistry(client), client, credentials, ecr };
}
