import * as pulumi from "@pulumi/pulumi";
import type { RecoveryTarget } from "../contract/recoveryTarget";
import type { RequestOf } from "../contract/runRequest";
import { ServiceRollout } from "../provider/sdk";
import type { ReleasedImage, ReleasedService } from "./releasedServices";
import type { RolloutArgs } from "./releaseArgs";

/** The outputs of a release after a recovery. */
export interface Recovered {
  services: pulumi.Output<Record<string, ReleasedService>>;
  images: pulumi.Output<Record<string, ReleasedImage>>;
  commit: pulumi.Output<string>;
}

/**
 * Declares the rollouts of the services to recover, and nothing else: under the names that they
 * have in the release `name`, without a dependency.
 */
export function recovery(
  name: string,
  request: RequestOf<"recovery">,
  { noProgress, timeout, force }: RolloutArgs,
  opts: pulumi.CustomResourceOptions,
): Recovered {
  const limits = { noProgress, timeout, force };
  const recovered = Object.entries(request.services)
    // A program may have several releases.
    .filter(([service, { resource }]) => resource === `${name}-${service}`)
    .map(([service, target]) => [service, recoveredService(service, target, limits, opts)]);
  const { services, images, commit } = request.outputs as Partial<Record<string, object | string>>;
  return {
    services: pulumi.output({
      ...(services as Record<string, ReleasedService> | undefined),
      ...(Object.fromEntries(recovered) as Record<string, pulumi.Output<ReleasedService>>),
    }),
    images: pulumi.output((images ?? {}) as Record<string, ReleasedImage>),
    commit: pulumi.output(typeof commit === "string" ? commit : ""),
  };
}

function recoveredService(
  service: string,
  { resource, image = "", ...pinned }: RecoveryTarget,
  limits: RolloutArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<ReleasedService> {
  const rollout = new ServiceRollout(resource, { service, ...pinned, ...limits }, opts);
  return pulumi
    .all([rollout.revision, rollout.outcome, rollout.deploymentId])
    .apply(([revision, { kind }, deploymentId]) => ({
      revision,
      image,
      outcome: kind,
      deploymentId,
    }));
}
