import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../support/clock";
import type { Finding } from "../../../contract/finding";
import { notChecked } from "./finding";
import { lookUp } from "./lookUp";
import { accountOf, type Planned } from "./planned";
import { secretReference, type SecretReference } from "./secretReference";
import type { SecretFacts, SecretsApi } from "./secretsApi";

/** Where a definition takes a secret. */
interface Use {
  readonly service: string;
  readonly container: string;
  /** `DB_PASSWORD`; what else it is for. */
  readonly purpose: string;
  readonly reference: SecretReference;
  /** Of the account that the service is in: where another's is hidden, nobody is told why. */
  readonly own: boolean;
}

/** Parameters that stand for a secret tell nothing without its value. */
const standsForSecret = "/aws/reference/secretsmanager/";

/** Secrets and parameters that tasks would not start without. No value is read. */
export async function secretFindings(
  secrets: SecretsApi,
  plans: readonly Planned[],
  clock: Clock,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const uses = plans.flatMap(usesOf);
  const found = await Promise.all([
    ofSecrets(secrets, uses, clock, signal),
    ofParameters(secrets, uses, clock, signal),
  ]);
  return found.flat();
}

function ofSecrets(
  secrets: SecretsApi,
  uses: readonly Use[],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const named = uses.filter(({ reference }) => reference.kind === "secret");
  const ask = async (name: string, within: AbortSignal) => {
    const wanted = named.filter(({ reference }) => reference.name === name);
    const facts = await secrets.describeSecret(name, wanted[0]?.reference.region, within);
    return wanted.flatMap((use) => secretFinding(use, facts));
  };
  const names = named.map(({ reference }) => reference.name);
  return lookUp({ what: "the secrets", names, ask }, clock, signal);
}

function secretFinding(use: Use, facts: SecretFacts | undefined): Finding[] {
  const { reference } = use;
  if (!facts) return [missing("secret", use, "does not exist")];
  if (facts.deleted) return [missing("secret", use, "is deleted, and waits for its end")];
  const { versions } = facts;
  if (!versions || reference.kind !== "secret") return [];
  const { version, stage } = reference;
  if (version !== undefined && !(version in versions)) {
    return [unlabelled(use, version)];
  }
  const staged = stage ?? (version === undefined ? "AWSCURRENT" : undefined);
  const known = staged === undefined || Object.values(versions).some((all) => all.includes(staged));
  return known ? [] : [missing("secret", use, `has no version that is ${staged}`)];
}

/** Ten a call, region by region: AWS tells which of them there are not. */
async function ofParameters(
  secrets: SecretsApi,
  uses: readonly Use[],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const named = uses.filter(
    ({ reference: { kind, name } }) => kind === "parameter" && !name.includes(standsForSecret),
  );
  const regionOf = ({ reference }: Use) => reference.region ?? "";
  const regions = [...new Set(named.map(regionOf))];
  const found = await Promise.all(
    regions.map((region) => {
      const here = named.filter((use) => regionOf(use) === region);
      const names = [...new Set(here.map(({ reference }) => reference.name))];
      const ask = async (_all: string, within: AbortSignal) => {
        const none = await secrets.missingParameters(names, region || undefined, within);
        return here
          .filter(({ reference }) => none.includes(reference.name))
          .map((use) => missing("parameter", use, "does not exist"));
      };
      return lookUp({ what: "the parameters", names: [names.join(", ")], ask }, clock, signal);
    }),
  );
  return found.flat();
}

function missing(
  kind: "secret" | "parameter",
  { service, container, purpose, reference: { name }, own }: Use,
  how: string,
): Finding {
  const what = `The ${kind} ${name} (${purpose} of the container "${container}") ${how}`;
  // A resource policy may let the execution role see what it hides from us.
  if (!own) return notChecked(what, "as far as this identity sees, in another account.");
  return {
    level: "error",
    code: kind === "secret" ? "SECRET_NOT_FOUND" : "PARAMETER_NOT_FOUND",
    service,
    message: `${what}: no task would start.`,
    remedy: "Create it, or correct `valueFrom` in the task definition to start from.",
  };
}

/** Versions without a stage are not told of, but go on being handed out until AWS deletes them. */
function unlabelled(
  { service, container, purpose, reference: { name } }: Use,
  version: string,
): Finding {
  return {
    level: "warning",
    code: "SECRET_VERSION_UNLABELED",
    service,
    message: `The secret ${name} (${purpose} of the container "${container}") has no staging label on version ${version}: AWS may have deleted it, and then no task starts.`,
    remedy: "Name a version that has a label, or none to get AWSCURRENT.",
  };
}

function usesOf({ service, input, from }: Planned): Use[] {
  const account = accountOf(from.taskDefinitionArn);
  return (input.containerDefinitions ?? []).flatMap((definition) =>
    valuesFrom(definition).map(([purpose, valueFrom]): Use => {
      const reference = secretReference(valueFrom);
      const own = reference.account === undefined || reference.account === account;
      return { service, container: definition.name ?? "", purpose, reference, own };
    }),
  );
}

function valuesFrom(definition: ContainerDefinition): [purpose: string, valueFrom: string][] {
  const { secrets = [], logConfiguration, repositoryCredentials } = definition;
  const login = repositoryCredentials?.credentialsParameter;
  return [
    ...[...secrets, ...(logConfiguration?.secretOptions ?? [])].flatMap(
      ({ name = "", valueFrom }): [string, string][] => (valueFrom ? [[name, valueFrom]] : []),
    ),
    ...(login?.startsWith("arn:") ? [["the registry's login", login] as [string, string]] : []),
  ];
}
