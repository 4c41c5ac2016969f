import type { EcsApi } from "../../targets/ecs/ecsApi";
import type { RecoveryTarget } from "../../contract/recoveryTarget";
import { repositoryOf } from "../../registry/reference";
import { RevisionInactive } from "./errors";
import { recoveryTarget } from "../recovery/planRecovery";
import type { RollbackStep } from "./planRollback";

/** A step whose revision is there and may be deployed. */
export interface CheckedStep extends RollbackStep {
  readonly target: RecoveryTarget;
  /** Of all its containers. */
  readonly images: readonly string[];
}

/**
 * Looks at every revision to roll back to. ECS keeps deregistered revisions for a while, but moves
 * no service to them.
 * @throws RevisionInactive naming all of them, EcsError's subclasses
 */
export async function checkTargets(
  ecs: EcsApi,
  environment: string,
  steps: readonly RollbackStep[],
  signal: AbortSignal,
): Promise<CheckedStep[]> {
  const gone: string[] = [];
  const checked = await Promise.all(
    steps.map(async (step): Promise<CheckedStep> => {
      const { service, state, to, replaces, alreadyThere } = step;
      const { taskDefinition } = await ecs.describeTaskDefinition(to.taskDefinition, signal);
      if (taskDefinition.status === "INACTIVE" && !alreadyThere)
        gone.push(`${service}: ${to.revision}`);
      const containers = taskDefinition.containerDefinitions ?? [];
      const images = containers.flatMap(({ image }) => image ?? []);
      const released = containers
        .filter(({ name = "" }) => state.containers.includes(name))
        .flatMap(({ image }) => image ?? []);
      const { taskDefinition: arn, revision } = to;
      const image = [...new Set(released)].join(",");
      return {
        ...step,
        images,
        target: recoveryTarget(state, { taskDefinition: arn, revision, replaces, image }),
      };
    }),
  );
  if (gone.length === 0) return checked;
  throw new RevisionInactive(
    `The services can't roll back to deregistered revisions: ${gone.join(", ")} (INACTIVE).`,
    `Choose another (--to <commit|family:n>), or release the old image on today's definition: slipway rollback ${environment} --image-only`,
  );
}

/** The stack's outputs with the commit and the images that run after these steps. */
export function outputsAfter(
  outputs: Readonly<Record<string, unknown>>,
  steps: readonly CheckedStep[],
  commit: string,
): Record<string, unknown> {
  const { images } = outputs;
  const references = steps.flatMap((step) => step.images);
  const entries = typeof images === "object" && images !== null ? Object.entries(images) : [];
  const known = entries.flatMap(([name, image]: [string, unknown]) => {
    const old = (image as { reference?: unknown } | null)?.reference;
    if (typeof old !== "string") return [];
    const reference = references.find((one) => repositoryOf(one) === repositoryOf(old));
    return [[name, reference === undefined ? image : digestOf(steps, reference)] as const];
  });
  return { ...outputs, images: Object.fromEntries(known), ...(commit !== "" && { commit }) };
}

function digestOf(steps: readonly CheckedStep[], reference: string) {
  const digests = steps
    .filter(({ images }) => images.includes(reference))
    .flatMap(({ target }) => Object.values(target.digests ?? {}).flat());
  return { reference, digest: digests[0] ?? "" };
}
