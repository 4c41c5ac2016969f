import type {
  ContainerDefinition,
  KeyValuePair,
  RegisterTaskDefinitionRequest,
} from "@aws-sdk/client-ecs";
import { SlipwayError } from "../../../support/errors";
import type { TaskDefinitionContent } from "../ecsApi";
import type { VariableChange } from "../../../contract/events";
import type { TaskDefinitionChange } from "./change";
import { chooseForImages } from "./chooseContainers";
import { registrationOf } from "./content";

export class VariableIsSecret extends SlipwayError {
  readonly code = "VARIABLE_IS_SECRET";
  readonly ends = "preflightRefused";
}

export interface Patch {
  /** What to register; the given definition is left as it is. */
  input: RegisterTaskDefinitionRequest;
  /** Image's reference → the containers that got it; two images may share a repository. */
  containers: Record<string, string[]>;
  variables: VariableChange[];
}

/** Names that Datadog reads the version of an application from. */
const versionLabel = "com.datadoghq.tags.version";
const commitVariable = "DD_GIT_COMMIT_SHA";

/**
 * The definition with the change made in it and nothing else: fields and tags that nobody here
 * knows stay, and so does every order.
 * @throws ContainerNotChosen, VariableIsSecret
 */
export function patch(content: TaskDefinitionContent, change: TaskDefinitionChange): Patch {
  const registration = registrationOf(content);
  const definitions = registration.containerDefinitions ?? [];
  const chosen = chooseForImages(definitions, change.images);
  const imageOf = new Map(
    [...chosen].flatMap(([image, names]) => names.map((name) => [name, image.reference] as const)),
  );
  refuseSecrets(definitions, imageOf, change);
  const variables: VariableChange[] = [];
  const containerDefinitions = definitions.map((definition) => {
    const image = imageOf.get(definition.name ?? "");
    if (image === undefined) return definition;
    const environment = merge(definition.environment, variablesFor(definition, change));
    variables.push(...changes(definition, environment));
    return { ...definition, image, ...labels(definition, change), environment };
  });
  return {
    input: { ...registration, containerDefinitions },
    containers: Object.fromEntries([...chosen].map(([image, names]) => [image.reference, names])),
    variables,
  };
}

function variablesFor(
  definition: ContainerDefinition,
  change: TaskDefinitionChange,
): Record<string, string> {
  const reportsCommit = definition.environment?.some(({ name }) => name === commitVariable);
  return {
    ...(reportsCommit && { [commitVariable]: change.commit ?? change.version }),
    ...change.environment,
    [change.versionVariable]: change.version,
  };
}

/** Replaces values in place; new names come after the existing ones, sorted. */
function merge(
  existing: readonly KeyValuePair[] = [],
  values: Record<string, string>,
): KeyValuePair[] {
  const replaced = existing.map((pair) =>
    pair.name !== undefined && Object.hasOwn(values, pair.name)
      ? { ...pair, value: values[pair.name] }
      : pair,
  );
  const known = new Set(existing.map(({ name }) => name));
  const added = Object.keys(values)
    .filter((name) => !known.has(name))
    .sort()
    .map((name) => ({ name, value: values[name] }));
  return [...replaced, ...added];
}

function labels(
  { dockerLabels }: ContainerDefinition,
  { version }: TaskDefinitionChange,
): Pick<ContainerDefinition, "dockerLabels"> {
  if (!dockerLabels || !Object.hasOwn(dockerLabels, versionLabel)) return {};
  return { dockerLabels: { ...dockerLabels, [versionLabel]: version } };
}

function changes(
  { name: container = "", environment: before = [] }: ContainerDefinition,
  after: readonly KeyValuePair[],
): VariableChange[] {
  return after.flatMap((pair, position): VariableChange[] => {
    const old = before[position];
    if (pair.name === undefined || old?.value === pair.value) return [];
    return [{ container, name: pair.name, change: old ? "changed" : "added" }];
  });
}

function refuseSecrets(
  definitions: readonly ContainerDefinition[],
  imageOf: ReadonlyMap<string, string>,
  change: TaskDefinitionChange,
): void {
  const ours = new Set([...Object.keys(change.environment), change.versionVariable]);
  const clashes = definitions
    .filter(({ name }) => imageOf.has(name ?? ""))
    .flatMap(({ name, secrets = [] }) =>
      secrets
        .filter((secret) => ours.has(secret.name ?? ""))
        .map((secret) => `${secret.name ?? ""} in container "${name ?? ""}"`),
    );
  if (clashes.length === 0) return;
  throw new VariableIsSecret(
    `The task definition gets ${clashes.join(" and ")} from its \`secrets\`; ECS refuses a name that is both a variable and a secret.`,
    "Leave the variable out of the settings (or set another `versionVariable`), or take the secret out of the task definition.",
  );
}
