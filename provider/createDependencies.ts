import { credentialsEnd } from "../aws/credentials";
import { createAwsEcsApi } from "../targets/ecs/awsEcsApi";
import { createAwsIamApi } from "../targets/ecs/awsIamApi";
import { createAwsLogsApi } from "../targets/ecs/awsLogsApi";
import { createAwsSecretsManagerApi } from "../targets/ecs/awsSecretsManagerApi";
import { createAwsSsmApi } from "../targets/ecs/awsSsmApi";
import { abandonSiblings } from "../targets/ecs/controllers/ecs/abandonSiblings";
import {
  createEcsController,
  defaultPollInterval,
} from "../targets/ecs/controllers/ecs/ecsController";
import { readerOf } from "../targets/ecs/serviceReader";
import { RevisionRegistrar } from "../targets/ecs/taskDefinition/revisionRegistrar";
import { TaskRunner } from "../targets/ecs/taskRun/taskRunner";
import { connectRegistry, type RegistryConnection } from "../registry/connectRegistry";
import { OciCopier } from "../registry/ociCopier";
import { dockerCredentials } from "../registry/dockerCredentials";
import type { Environment } from "../support/environment";
import type { AwsSettings } from "../contract/awsSettings";
import { systemClock } from "../support/clock";
import type { Services } from "./providerDependencies";

export interface ServicesOptions {
  /** One rollout's failure ends the others: somebody is going to bring all of them back. */
  abandonSiblings: boolean;
}

/** Everything that reaches the world, made once for the provider's process. */
export function createServices(
  settings: AwsSettings,
  env: Environment,
  siblings: ServicesOptions,
): Services {
  const ecs = createAwsEcsApi(settings);
  const logs = createAwsLogsApi(settings);
  const connect = connections(settings, env);
  const { images, credentials, ecr } = connect(undefined);
  // For tests against an emulator whose clock runs fast; the default is for AWS.
  const poll = Number(env["SLIPWAY_POLL_MILLISECONDS"]);
  const options = { pollInterval: poll > 0 ? poll : defaultPollInterval };
  const rollouts = createEcsController(ecs, { ...options, logs });
  return {
    own: settings,
    ecs,
    logs,
    roles: createAwsIamApi(settings),
    secrets: { ...createAwsSecretsManagerApi(settings), ...createAwsSsmApi(settings) },
    reader: readerOf(ecs),
    rollouts: siblings.abandonSiblings ? abandonSiblings(rollouts) : rollouts,
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
