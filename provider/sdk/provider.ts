import * as pulumi from "@pulumi/pulumi";
import { awsSettings, type AwsSettings } from "../../contract/awsSettings";

/** A value as a program may give it: at any depth an output, a promise or the value itself. */
type InputOf<T> = T extends readonly (infer Member)[]
  ? pulumi.Input<readonly InputOf<Member>[]>
  : T extends object
    ? pulumi.Input<{ readonly [Key in keyof T]: InputOf<T[Key]> }>
    : pulumi.Input<T>;

/** How AWS is reached; the names and meanings are those of @pulumi/aws's provider. */
export type ProviderArgs = { [Key in keyof AwsSettings]?: InputOf<NonNullable<AwsSettings[Key]>> };

/** The Slipway provider with settings of its own; without one, `slipway:region` etc. hold. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs = Object.keys(awsSettings.shape).map((key) => [key, inputOf(key, args)]);
    super("slipway", name, Object.fromEntries(inputs) as pulumi.Inputs, opts);
  }
}

/** The engine hands a provider's settings on as texts. */
function inputOf(key: string, args: ProviderArgs): pulumi.Input<string> | undefined {
  const value: unknown = args[key as keyof ProviderArgs];
  if (value === undefined) return undefined;
  if (key === "region" || key === "profile") return value as pulumi.Input<string>;
  return key === "assumeRoles" ? asJsonOfRoles(args.assumeRoles) : pulumi.jsonStringify(value);
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
