import { messageOf } from "../../../support/errors";
import type { ContainerSpec } from "../taskRuntime";
import type { SecretSource } from "./ports";

/**
 * The values of a container's `secrets`, by variable name. `valueFrom` is a Secrets Manager ARN, which may end in
 * `:json-key:version-stage:version-id`, or the name or ARN of an SSM parameter.
 * @throws Error with the stopped reason that ECS gives the task
 */
export function resolveSecrets(
  source: SecretSource,
  container: ContainerSpec,
): { name: string; value: string }[] {
  return container.secrets.map(({ name, valueFrom }) => ({
    name,
    value: valueFrom.includes(":secretsmanager:")
      ? secretValue(source, valueFrom)
      : parameterValue(source, valueFrom),
  }));
}

function secretValue(source: SecretSource, valueFrom: string): string {
  const parts = valueFrom.split(":");
  const arn = parts.slice(0, 7).join(":");
  const [key, stage, versionId] = parts.slice(7);
  const text = readSecret(source, arn, stage, versionId);
  if (key === undefined || key === "") return text;
  const json = parseObject(text);
  const value = json?.[key];
  if (json === undefined || value === undefined) {
    throw initialization(
      "asm",
      json === undefined
        ? `the secret ${arn} is not JSON, so it has no key ${key}`
        : `retrieved secret from Secrets Manager did not contain json key ${key}`,
    );
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function readSecret(
  source: SecretSource,
  arn: string,
  stage: string | undefined,
  versionId: string | undefined,
): string {
  try {
    return source.secret(arn, emptyIsAbsent(stage), emptyIsAbsent(versionId));
  } catch (error) {
    const code = error instanceof Error ? error.name : "Error";
    const cause = `${code}: ${messageOf(error)}`;
    throw initialization("asm", `failed to fetch secret ${arn} from secrets manager: ${cause}`);
  }
}

function parameterValue(source: SecretSource, valueFrom: string): string {
  const value = source.parameter(valueFrom);
  if (value !== undefined) return value;
  throw initialization(
    "ssm",
    `invalid ssm parameters: ${valueFrom.replace(/^arn:.*:parameter/, "")}`,
  );
}

function initialization(from: "asm" | "ssm", cause: string): Error {
  const what = from === "asm" ? "secret from asm" : "secrets from ssm";
  return new Error(
    `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ${what}: service call has been retried 1 time(s): ${cause}`,
  );
}

const emptyIsAbsent = (text: string | undefined) => (text === "" ? undefined : text);

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
