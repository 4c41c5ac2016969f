import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { RevisionInputs } from "./revisionInputs";

/**
 * The inputs with the values that a task definition has for them, so that drift shows as a change.
 * Of its environment only the variables that the inputs name are taken: the rest is not ours.
 * @param chosen image's reference → containers
 */
export function liveInputs(
  inputs: Partial<RevisionInputs>,
  chosen: Readonly<Record<string, string[]>>,
  live: TaskDefinition,
): Partial<RevisionInputs> {
  const containers = live.containerDefinitions ?? [];
  const ours = containers.filter(({ name = "" }) => Object.values(chosen).flat().includes(name));
  const images = inputs.images?.map((image) => {
    const [first] = chosen[image.reference] ?? [];
    const reference = containers.find(({ name }) => name === first)?.image;
    return { ...image, reference: reference ?? "" };
  });
  const environment = Object.keys(inputs.environment ?? {}).flatMap((name) => {
    const value = differing(ours, name, inputs.environment?.[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const version = Object.entries(inputs.version ?? {}).map(
    ([name, value]) => [name, differing(ours, name, value) ?? ""] as const,
  );
  return {
    ...inputs,
    version: Object.fromEntries(version),
    ...(images && { images }),
    ...(inputs.environment && { environment: Object.fromEntries(environment) }),
  };
}

/** A variable's value; where containers disagree, one that is not the wanted value. */
function differing(
  containers: readonly ContainerDefinition[],
  name: string,
  wanted: string | undefined,
): string | undefined {
  const values = containers.map(
    ({ environment }) => environment?.find((variable) => variable.name === name)?.value,
  );
  const other = values.find((value) => value !== wanted);
  return values.every((value) => value === wanted) ? wanted : other;
}
