import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";

/** What only a registration sets. */
type Registration = Pick<TaskDefinition, "taskDefinitionArn" | "revision" | "registeredAt">;

/**
 * The definition that a release has to make of `before`: the containers of the repository get the
 * image and the variables, replaced in place or added in their order, and everything else stays.
 */
export function expectedDefinition(
  before: TaskDefinition,
  registration: Registration,
  repositoryUrl: string,
  variables: Readonly<Record<"DD_VERSION", string> & Record<string, string>>,
): TaskDefinition {
  const { taskDefinitionArn, revision, registeredAt } = registration;
  return {
    ...before,
    ...{ taskDefinitionArn, revision, registeredAt },
    containerDefinitions: before.containerDefinitions?.map((container) =>
      container.image?.startsWith(`${repositoryUrl}:`)
        ? released(container, `${repositoryUrl}:${variables.DD_VERSION}`, variables)
        : container,
    ),
  };
}

function released(
  container: ContainerDefinition,
  image: string,
  variables: Readonly<Record<string, string>>,
): ContainerDefinition {
  const { environment = [], dockerLabels } = container;
  const present = new Set(environment.map(({ name }) => name));
  const added = Object.entries(variables).filter(([name]) => !present.has(name));
  const label = "com.datadoghq.tags.version";
  return {
    ...container,
    image,
    environment: [
      ...environment.map(({ name = "", value }) => ({ name, value: variables[name] ?? value })),
      ...added.map(([name, value]) => ({ name, value })),
    ],
    ...(dockerLabels?.[label] !== undefined && {
      dockerLabels: { ...dockerLabels, [label]: variables["DD_VERSION"] ?? "" },
    }),
  };
}
