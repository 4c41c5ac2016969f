import type { EcsApi } from "../../targets/ecs/ecsApi";
import type { RecoveryTarget } from "../../contract/recoveryTarget";
import { repositoryOf } from "../../registry/reference";
import { RevisionInactive } from "../errors";
import { restoreTarget } from "../recovery/planRecovery";
import type { RollbackStep } from "./planRollback";

/** A step whose revision was looked at. */
export interface CheckedStep extends RollbackStep {
  readonly target: RecoveryTarget;
  /** Of all its containers. */
  readonly images: readonly string[];
}

/**
 * Looks at every revision to go back to. ECS keeps deregistered ones for a while, but moves no
 * service to them.
 * @throws RevisionInactive naming all of them, EcsError's subclasses
 */
export async function checkSteps(
  ecs: EcsApi,
  environment: string,
  steps: readonly RollbackStep[],
  signal: AbortSignal,
): Promise<CheckedStep[]> {
  const gone: string[] = [];
  const checked = await Promise.all(
    steps.map(async (step): Promise<CheckedStep> => {
      const { service, state, to, replaces, there } = step;
      const { taskDefinition } = await ecs.describeTaskDefinition(to.taskDefinition, signal);
      if (taskDefinition.status === "INACTIVE" && !there) gone.push(`${service}: ${to.revision}`);
      const containers = taskDefinition.containerDefinitions ?? [];
      const images = containers.flatMap(({ image }) => image ?? []);
      const released = containers
        .filter(({ name = "" }) => state.containers.includes(name))
        .flatMap(({ image }) => image ?? []);
      const { taskDefinition: arn, revision } = to;
      const image = [...new Set(released)].join(",");
      return {
        ...{ ...step, images },
        target: restoreTarget(state, { taskDefinition: arn, revision, replaces, image }),
      };
    }),
  );
  if (gone.length === 0) return checked;
  throw new RevisionInactive(
    `Somebody has deregistered what the services would go back to: ${gone.join(", ")} (INACTIVE).`,
    `Choose another (--to <commit|family:n>), or put the old image on today's definition: slipway rollback ${environment} --image-only`,
  );
}

/** The program's outputs after these steps, as far as they say which commit and images run. */
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
