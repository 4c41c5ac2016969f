import type { AwsSettings } from "../../contract/awsSettings";
import { mergedEndpoints } from "./awsSettings";
import type { OtherAwsOption } from "../schema/promotion";

/** The AWS settings of another account or region; the environment's own hold for the rest. */
export function otherAws({ endpoints, ...others }: OtherAwsOption): AwsSettings {
  return { ...others, ...(endpoints && { endpoints: mergedEndpoints([endpoints].flat()) }) };
}

/** `aws` with the settings of another place. Profile and roles belong together: both or none. */
export function withOtherAws(aws: AwsSettings, other: AwsSettings | undefined): AwsSettings {
  if (!other) return aws;
  const { profile, assumeRoles, ...others } = aws;
  const own = other.profile === undefined && other.assumeRoles === undefined;
  return {
    ...others,
    ...(own && profile !== undefined && { profile }),
    ...(own && assumeRoles && { assumeRoles }),
    ...other,
  };
}
