import type { EcsApi } from "../targets/ecs/ecsApi";
import type { LogsApi } from "../targets/ecs/logs/logsApi";
import type { RolesApi } from "../targets/ecs/preflight/rolesApi";
import type { SecretsApi } from "../targets/ecs/preflight/secretsApi";
import type { RolloutController } from "../targets/rollout";
import type { ServiceRolloutRequest } from "../targets/ecs/serviceRolloutRequest";
import type { RevisionRegistrar } from "../targets/ecs/taskDefinition/revisionRegistrar";
import type { ServiceReader } from "../targets/ecs/serviceReader";
import type { TaskRunner } from "../targets/ecs/taskRun/taskRunner";
import type { CredentialSource } from "../registry/logins/credentialSource";
import type { RegistryConnection } from "../registry/connectRegistry";
import type { ImageCopier } from "../registry/imageCopy";
import type { ImageRegistry } from "../registry/imageRegistry";
import type { AwsSettings } from "../contract/awsSettings";
import type { Clock } from "../support/clock";

/** What the handlers work with: one of each for the provider's process. */
export interface ProviderDependencies {
  ecs: EcsApi;
  logs: LogsApi;
  roles: RolesApi;
  secrets: SecretsApi;
  reader: Pick<ServiceReader, "read">;
  rollouts: RolloutController<ServiceRolloutRequest>;
  registrar: Pick<RevisionRegistrar, "register">;
  tasks: Pick<TaskRunner, "run">;
  registry: ImageRegistry;
  /** Registries as another account reaches them; the provider's own without one. */
  registryOf: (aws: AwsSettings | undefined) => ImageRegistry;
  copier: (from: AwsSettings | undefined, to: AwsSettings | undefined) => ImageCopier;
  /** ECR of a region. */
  ecr: RegistryConnection["ecr"];
  logins: Logins;
  /** When the credentials end, where nothing renews them. */
  credentialsEnd: () => Promise<Date | undefined>;
  /** The provider's own settings. */
  own: AwsSettings;
  clock: Clock;
  /** Milliseconds between two looks at what moves. */
  pollInterval: number;
}

/** Who may push where: as Slipway finds it, and as Docker has it for its builds. */
export interface Logins {
  registry: CredentialSource;
  docker: CredentialSource;
}
