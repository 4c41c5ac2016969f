import * as pulumi from "@pulumi/pulumi";
import { ServiceRollout, type TaskDefinitionRevision } from "../provider/sdk";
import { orDefault } from "./orDefault";
import type { Release } from "./release";
import type { ReleaseImage } from "./releaseImage";
import type { Revisions } from "./revisions";
import { commitOf } from "./serviceImages";

/** By service. */
export type Rollouts = ReadonlyMap<string, ServiceRollout>;

/**
 * Declares a rollout of each service.
 * @param ready what has to be there before any of them may begin
 */
export function declareRollouts(
  { name, args, services, cluster, images, parent }: Release,
  revisions: Revisions,
  ready: pulumi.Resource,
): Rollouts {
  const rollouts = new Map<string, ServiceRollout>();
  for (const service of services) {
    const revision = revisions.get(service.name);
    const before = (service.after ?? []).flatMap((other) => rollouts.get(other) ?? []);
    const rollout = new ServiceRollout(
      `${name}-${service.name}`,
      {
        cluster,
        service: service.name,
        taskDefinition: revision?.taskDefinitionArn ?? "",
        digests: digestsOf(revision, [...images.values()]),
        commit: commitOf(args, service),
        ...args.rollout,
      },
      { parent, dependsOn: [ready, ...before] },
    );
    rollouts.set(service.name, rollout);
  }
  return rollouts;
}

function digestsOf(
  revision: TaskDefinitionRevision | undefined,
  images: readonly ReleaseImage[],
): pulumi.Output<Record<string, string[]>> {
  const wanted = images.map(({ reference, digests }) => ({ reference, digests }));
  return pulumi.all([orDefault(revision?.containers, {}), wanted]).apply(([containers, known]) => {
    const allowed: Record<string, string[]> = {};
    for (const { reference, digests } of known) {
      for (const container of containers[reference] ?? []) allowed[container] = [...digests];
    }
    return allowed;
  });
}
