import * as pulumi from "@pulumi/pulumi";
import { ServiceRollout } from "../provider/sdk";
import {
  parseRestoreRequest,
  restoreVariable,
  type RestoreRequest,
} from "../contract/rollbackRequest";
import type { ReleasedImage, ReleasedService } from "./releasedService";
import type { RolloutArgs } from "./releaseArgs";
import { runVariables } from "./runVariables";

/** The rollback that the program is asked for, if it is. */
export function restoreRequest(): RestoreRequest | undefined {
  const text = runVariables()[restoreVariable];
  return text === undefined || text === "" ? undefined : parseRestoreRequest(text);
}

/** What a release's outputs are after a rollback. */
export interface Restored {
  services: pulumi.Output<Record<string, ReleasedService>>;
  images: pulumi.Output<Record<string, ReleasedImage>>;
  commit: pulumi.Output<string>;
}

/**
 * Declares the rollouts of the services that go back, and nothing else: under the names that they
 * have in the release `name`, and hanging on nothing.
 */
export function restore(
  name: string,
  request: RestoreRequest,
  { failEarly: _notBack, ...limits }: RolloutArgs,
  opts: pulumi.CustomResourceOptions,
): Restored {
  const restored = Object.entries(request.services).flatMap(([service, target]) => {
    const { resource, image = "", ...pinned } = target;
    // A program may have several releases.
    if (resource !== `${name}-${service}`) return [];
    const rollout = new ServiceRollout(resource, { service, ...pinned, ...limits }, opts);
    return [[service, released(rollout, image)] as const];
  });
  const { services, images, commit } = request.outputs as Partial<Record<string, object | string>>;
  return {
    services: pulumi.output({
      ...(services as Record<string, ReleasedService> | undefined),
      ...Object.fromEntries(restored),
    }),
    images: pulumi.output((images ?? {}) as Record<string, ReleasedImage>),
    commit: pulumi.output(typeof commit === "string" ? commit : ""),
  };
}

function released(
  { revision, outcome, deploymentId }: ServiceRollout,
  image: string,
): pulumi.Output<ReleasedService> {
  return pulumi
    .all([revision, outcome, deploymentId])
    .apply(([revision, { kind }, deploymentId]) => ({
      revision,
      image,
      outcome: kind,
      deploymentId,
    }));
}
