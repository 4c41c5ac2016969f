import { credentialsEnd } from "../aws/credentials";
import { createAwsEcsApi } from "../targets/ecs/awsEcsApi";
import { createAwsIamApi } from "../targets/ecs/awsIamApi";
import { createAwsLogsApi } from "../targets/ecs/awsLogsApi";
import { createAwsSecretsManagerApi } from "../targets/ecs/awsSecretsManagerApi";
import { createAwsSsmApi } from "../targets/ecs/awsSsmApi";
import { abandonSiblings, type RolloutName } from "../targets/abandonSiblings";
import { createServiceRollouts } from "../targets/ecs/serviceRollouts";
import { revisionName } from "../targets/ecs/taskDefinition/revisionName";
import type { ServiceRolloutRequest } from "../targets/ecs/serviceRolloutRequest";
import { readerOf } from "../targets/ecs/serviceReader";
import { RevisionRegistrar } from "../targets/ecs/taskDefinition/revisionRegistrar";
import { TaskRunner } from "../targets/ecs/taskRun/taskRunner";
import { connectRegistry, type RegistryConnection } from "../registry/connectRegistry";
import { OciCopier } from "../registry/oci/ociCopier";
import { dockerCredentials } from "../registry/logins/dockerCredentials";
import type { Environment } from "../support/environment";
import type { AwsSettings } from "../contract/awsSettings";
import { systemClock } from "../support/clock";
import { patience } from "../support/patience";
import type { ProviderDependencies } from "./providerDependencies";

export interface DependencyOptions {
  /** One rollout's failure ends the others: somebody is going to bring all of them back. */
  abandonSiblings: boolean;
}

/** Everything that reaches the world, made once for the provider's process. */
export function createDependencies(
  settings: AwsSettings,
  env: Environment,
  siblings: DependencyOptions,
): ProviderDependencies {
  const ecs = createAwsEcsApi(settings);
  const logs = createAwsLogsApi(settings);
  const connect = connections(settings, env);
  const { images, credentials, ecr } = connect(undefined);
  // For tests against an emulator whose clock runs fast; the default is for AWS.
  const poll = Number(env["SLIPWAY_POLL_MILLISECONDS"]);
  const options = { pollInterval: poll > 0 ? poll : patience.lookMs };
  const rollouts = createServiceRollouts(ecs, { ...options, logs });
  return {
    own: settings,
    ecs,
    logs,
    roles: createAwsIamApi(settings),
    secrets: { ...createAwsSecretsManagerApi(settings), ...createAwsSsmApi(settings) },
    reader: readerOf(ecs),
    rollouts: siblings.abandonSiblings ? abandonSiblings(rollouts, nameOf) : rollouts,
    registrar: new RevisionRegistrar(ecs),
    tasks: new TaskRunner(ecs, { ...options, logs }),
    registry: images,
    registryOf: (aws) => connect(aws).images,
    copier: (from, to) =>
      new OciCopier(connect(from).client, connect(to).client, { clock: systemClock }),
    ecr,
    logins: { registry: credentials, docker: dockerCredentials(env) },
    credentialsEnd: () => credentialsEnd(settings),
    clock: systemClock,
    pollInterval: options.pollInterval,
  };
}

function nameOf({ service, taskDefinition }: ServiceRolloutRequest): RolloutName {
  return { target: service, to: revisionName(taskDefinition) };
}

/** One connection for each way that AWS is reached. */
function connections(own: AwsSettings, env: Environment) {
  const known = new Map<string, RegistryConnection>();
  return (aws: AwsSettings | undefined): RegistryConnection => {
    const settings = aws ?? own;
    const key = JSON.stringify(settings);
    const connection = known.get(key) ?? connectRegistry(settings, env);
    known.set(key, connection);
    return connection;
  };
}
