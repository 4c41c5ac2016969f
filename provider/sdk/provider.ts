import * as pulumi from "@pulumi/pulumi";

/** How AWS is reached; the names and meanings are those of @pulumi/aws's provider. */
export interface ProviderArgs {
  region?: pulumi.Input<string>;
  profile?: pulumi.Input<string>;
  assumeRoles?: pulumi.Input<readonly pulumi.Input<AssumeRoleArgs>[]>;
  allowedAccountIds?: pulumi.Input<readonly pulumi.Input<string>[]>;
  forbiddenAccountIds?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** By service: `ecs`, `ecr`, `sts`, `logs`. `AWS_ENDPOINT_URL` works without being stored. */
  endpoints?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  maxRetries?: pulumi.Input<number>;
  useFipsEndpoint?: pulumi.Input<boolean>;
  useDualstackEndpoint?: pulumi.Input<boolean>;
}

export interface AssumeRoleArgs {
  roleArn: pulumi.Input<string>;
  sessionName?: pulumi.Input<string>;
  externalId?: pulumi.Input<string>;
  /** Seconds. */
  duration?: pulumi.Input<number>;
  policy?: pulumi.Input<string>;
  policyArns?: pulumi.Input<readonly pulumi.Input<string>[]>;
  sourceIdentity?: pulumi.Input<string>;
  tags?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  transitiveTagKeys?: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/** The Slipway provider with settings of its own; without one, `slipway:region` etc. hold. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const { assumeRoles, allowedAccountIds, forbiddenAccountIds, endpoints, ...plain } = args;
    const { maxRetries, useFipsEndpoint, useDualstackEndpoint, region, profile } = plain;
    // The engine hands a provider's settings on as texts.
    const inputs = {
      region,
      profile,
      assumeRoles: asJsonOfRoles(assumeRoles),
      allowedAccountIds: asJson(allowedAccountIds),
      forbiddenAccountIds: asJson(forbiddenAccountIds),
      endpoints: asJson(endpoints),
      maxRetries: asJson(maxRetries),
      useFipsEndpoint: asJson(useFipsEndpoint),
      useDualstackEndpoint: asJson(useDualstackEndpoint),
    };
    super("slipway", name, inputs, opts);
  }
}

function asJson(value: unknown): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.jsonStringify(value);
}

function asJsonOfRoles(roles: ProviderArgs["assumeRoles"]): pulumi.Output<string> | undefined {
  if (roles === undefined) return undefined;
  return pulumi.output(roles).apply((known) => {
    const json = JSON.stringify(known);
    return holdExternalId(known) ? pulumi.secret(json) : pulumi.output(json);
  });
}

/** How another account is reached, as an input of a resource: a secret where an external id is in it. */
export function asInput(aws: ProviderArgs): pulumi.Output<unknown> {
  return pulumi
    .output(aws)
    .apply((known) =>
      holdExternalId(known.assumeRoles ?? []) ? pulumi.secret(known) : pulumi.output(known),
    );
}

/** An external id is what the account's owner agreed on with us alone. */
function holdExternalId(roles: readonly { readonly externalId?: string }[]): boolean {
  return roles.some(({ externalId }) => externalId !== undefined);
}
