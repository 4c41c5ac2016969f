import * as pulumi from "@pulumi/pulumi";
import type { TaskDefinitionRevision } from "../provider/sdk";
import { orDefault } from "./orDefault";
import type { Revisions } from "./revisions";
import type { Rollouts } from "./rollouts";

/** How a service came out of a release. */
export interface ReleasedService {
  /** `family:n` */
  revision: string;
  /** The image that it runs; several are joined by commas. */
  image: string;
  /** `deployed` or `unchanged`. */
  outcome: string;
  /** `ecs-svc/…` */
  deploymentId: string;
}

export interface ReleasedImage {
  reference: string;
  digest: string;
}

/** The outputs of a release's rollouts, by service. */
export function releasedServices(
  rollouts: Rollouts,
  revisions: Revisions,
): pulumi.Output<Record<string, ReleasedService>> {
  const released = [...rollouts].map(([key, { revision, outcome, deploymentId }]) => [
    key,
    {
      revision,
      image: imagesOf(revisions.get(key)),
      outcome: orDefault(outcome, { kind: "not started" }).apply(({ kind }) => kind),
      deploymentId,
    },
  ]);
  return pulumi.output(
    Object.fromEntries(released) as Record<string, pulumi.Input<ReleasedService>>,
  );
}

function imagesOf(revision: TaskDefinitionRevision | undefined): pulumi.Output<string> {
  return orDefault(revision?.images, {}).apply((images) =>
    [...new Set(Object.values(images))].join(","),
  );
}
