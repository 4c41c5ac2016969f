/** What a `valueFrom` of a container's secrets names (dg/secrets-envvar-secrets-manager, -ssm). */
export type SecretReference =
  | {
      readonly kind: "secret";
      /** ARN without what names a part of it. */
      readonly name: string;
      readonly region: string;
      readonly account: string;
      readonly stage?: string;
      readonly version?: string;
    }
  | {
      readonly kind: "parameter";
      /** Name or ARN. */
      readonly name: string;
      /** Of an ARN; a name is of the task's own region and account. */
      readonly region?: string;
      readonly account?: string;
    };

/** `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME[:json-key:stage:version]`, or a parameter. */
export function secretReference(valueFrom: string): SecretReference {
  const parts = valueFrom.split(":");
  const [prefix, , service, region = "", account = ""] = parts;
  if (prefix !== "arn") return { kind: "parameter", name: valueFrom };
  if (service !== "secretsmanager") return { kind: "parameter", name: valueFrom, region, account };
  const [, stage = "", version = ""] = parts.slice(7);
  return {
    kind: "secret",
    name: parts.slice(0, 7).join(":"),
    ...{ region, account },
    ...(stage !== "" && { stage }),
    ...(version !== "" && { version }),
  };
}
