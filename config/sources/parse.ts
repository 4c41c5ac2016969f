import type { z } from "zod";
import { awsShape, refusedAwsKeys, type AwsKey } from "../schema/aws";
import type { SlipwayKey } from "../../contract/slipwayKeys";
import { slipwayShape } from "../schema/slipway";
import { schemaProblems, unknownRemedy } from "../problems/schemaProblems";
import type { Problem } from "../problems/settingsError";
import type { Shown } from "../problems/shown";

type Parsed<Shape extends Record<string, z.ZodType>> = {
  [Key in keyof Shape]?: z.output<Shape[Key]>;
};
export type SlipwayOptions = Parsed<typeof slipwayShape>;
export type AwsOptions = Parsed<typeof awsShape>;

/** The stack's configuration, setting by setting; a setting with a problem is left out. */
export interface ParsedConfig {
  readonly slipway: SlipwayOptions;
  readonly aws: AwsOptions;
  /** Settings that are there but can't be read, so that no problem calls them missing. */
  readonly broken: ReadonlySet<string>;
}

/** Reads the `slipway:` and `aws:` keys; others belong to others. */
export function parseConfig(
  stackConfig: Readonly<Record<string, string>>,
  shown: Shown,
  problems: Problem[],
): ParsedConfig {
  const broken = new Set<string>();
  const slipway: Record<string, unknown> = {};
  const aws: Record<string, unknown> = {};
  const read = (schema: z.ZodType, key: string, text: string): unknown => {
    const found = readOne(schema, key, text, shown);
    problems.push(...found.problems);
    if (found.problems.length > 0) broken.add(key);
    return found.value;
  };
  for (const [key, text] of Object.entries(stackConfig)) {
    const [, namespace, name = ""] = /^(slipway|aws):(.*)$/s.exec(key) ?? [];
    if (namespace === "slipway") {
      if (isSlipwayKey(name)) slipway[name] = read(slipwayShape[name], key, text);
      else problems.push(unknownKey(key, name, Object.keys(slipwayShape)));
    } else if (namespace === "aws") {
      if (isAwsKey(name)) aws[name] = read(awsShape[name], key, text);
      else problems.push(refusedAwsKey(key, name));
    }
  }
  return { slipway, aws, broken };
}

function readOne(
  schema: z.ZodType,
  key: string,
  text: string,
  shown: Shown,
): { value?: unknown; problems: Problem[] } {
  const raw = structured(text) ?? (schema.safeParse(text).success ? { value: text } : undefined);
  if (!raw) {
    const message = "starts like JSON, but is not.";
    return { problems: [{ path: key, message, remedy: "Check its quotes, commas and brackets." }] };
  }
  const result = schema.safeParse(raw.value);
  return result.success
    ? { value: result.data, problems: [] }
    : { problems: schemaProblems(key, schema, raw.value, result.error.issues, shown) };
}

/** Pulumi hands maps and lists over as JSON, everything else as plain text. */
function structured(text: string): { value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return { value: text };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function isSlipwayKey(name: string): name is SlipwayKey {
  return Object.hasOwn(slipwayShape, name);
}

function isAwsKey(name: string): name is AwsKey {
  return Object.hasOwn(awsShape, name);
}

function unknownKey(path: string, name: string, known: readonly string[]): Problem {
  return { path, message: "is not a setting of Slipway.", remedy: unknownRemedy(name, known) };
}

/** A setting that went unheeded could mean the wrong account, so none does. */
function refusedAwsKey(path: string, name: string): Problem {
  const remedy = Object.hasOwn(refusedAwsKeys, name) ? refusedAwsKeys[name] : undefined;
  return remedy === undefined
    ? {
        path,
        message: "is not a setting of @pulumi/aws that Slipway knows.",
        remedy: unknownRemedy(name, Object.keys(awsShape)),
      }
    : {
        path,
        message: "is a setting of @pulumi/aws that Slipway does not implement.",
        remedy,
      };
}
