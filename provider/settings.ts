import { z } from "zod";
import { awsSettings, type AwsSettings } from "../contract/awsSettings";
import { slipwayKeys } from "../contract/slipwayKeys";
import type { CheckFailure } from "./adapter";
import { isUnknownAt, unwrap, UNKNOWN, type Properties } from "./properties";

/** Lists and objects come as JSON text where the engine's configuration gives them. */
const json = (value: unknown): unknown => {
  if (typeof value !== "string" || value === UNKNOWN) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};
/** A profile may be a number: texts are no JSON. */
const plain = ["region", "profile"];

/** Account ids arrive as numbers where the settings do not quote them. */
const texts = z.array(z.coerce.string());

/** The provider's own inputs: the contract's settings, each as the engine may hand it on. */
export const providerSettings = z.object({
  ...Object.fromEntries(
    Object.entries({
      ...awsSettings.shape,
      allowedAccountIds: texts.optional(),
      forbiddenAccountIds: texts.optional(),
    }).map(([name, schema]) => [name, plain.includes(name) ? schema : z.preprocess(json, schema)]),
  ),
}) as unknown as z.ZodObject<(typeof awsSettings)["shape"]>;

const names = Object.keys(awsSettings.shape);

/** The program's settings reach a default provider; the engine itself adds the others. */
const ignored: readonly string[] = [...slipwayKeys, "version", "pluginDownloadURL", "__internal"];

/** A key that is not implemented is refused: an ignored role would act on the wrong account. */
export function checkProviderSettings(config: Properties): CheckFailure[] {
  const { properties } = unwrap(config);
  const unknown = Object.keys(properties)
    .filter((name) => !names.includes(name) && !ignored.includes(name))
    .map((name) => ({
      property: name,
      reason: `Slipway's provider has no such setting. There are: ${names.join(", ")}.`,
    }));
  const parsed = providerSettings.safeParse(properties);
  const issues = parsed.success ? [] : parsed.error.issues;
  return [
    ...unknown,
    ...issues
      .filter((issue) => !isUnknownAt(properties, issue.path))
      .map((issue) => ({ property: issue.path.join("."), reason: issue.message })),
  ];
}

export function readProviderSettings(config: Properties): AwsSettings {
  return providerSettings.parse(unwrap(config).properties);
}
