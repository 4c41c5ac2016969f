import { createAwsEcsApi } from "../ecs/awsEcsApi";
import { createEcsController } from "../ecs/rollout/ecsController";
import { readerOf } from "../ecs/serviceReader";
import { RevisionRegistrar } from "../ecs/taskDefinition/revisionRegistrar";
import { TaskRunner } from "../ecs/taskRun/taskRunner";
import { connectRegistry } from "../registry/connectRegistry";
import { dockerCredentials, type Environment } from "../registry/dockerCredentials";
import type { AwsSettings } from "../support/awsSettings";
import { systemClock } from "../support/clock";
import type { Services } from "./services";

/** Everything that reaches the world, made once for the provider's process. */
export function createServices(settings: AwsSettings, env: Environment): Services {
  const ecs = createAwsEcsApi(settings);
  const { images, credentials, ecr } = connectRegistry(settings, env);
  // For tests against an emulator whose clock runs fast; the default is for AWS.
  const poll = Number(env["SLIPWAY_POLL_MILLISECONDS"]);
  const options = poll > 0 ? { pollInterval: poll } : {};
  return {
    ecs,
    reader: readerOf(ecs),
    rollouts: createEcsController(ecs, options),
    registrar: new RevisionRegistrar(ecs),
    tasks: new TaskRunner(ecs, options),
    registry: images,
    ecr,
    logins: { registry: credentials, docker: dockerCredentials(env) },
    clock: systemClock,
  };
}
