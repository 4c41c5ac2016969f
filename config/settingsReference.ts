import { z } from "zod";
import { awsShape, refusedAwsKeys } from "./schema/aws";
import { flagName, runValues } from "./runValues";
import { slipwayShape } from "./schema/slipway";

/** The part of a JSON schema that the reference reads; the last three come from `meta`. */
interface Described {
  type?: string | string[];
  enum?: unknown[];
  const?: string | number | boolean;
  anyOf?: Described[];
  items?: Described;
  properties?: Record<string, Described>;
  additionalProperties?: Described | boolean;
  required?: string[];
  description?: string;
  fallback?: string;
  example?: string;
}

/** docs/settings.md, made from the schema. */
export function settingsReference(): string {
  return `# Settings

<!-- Made from config/schema: UPDATE_DOCS=1 npx mocha test/config/settingsReference.test.ts -->

Settings live in \`Pulumi.<stack>.yaml\`; what belongs to one run comes from the environment or a flag. Where a value is
given more than once, the order is **flag, environment, stack configuration, default**. \`slipway up --explain\` shows
where each one came from. Everything that is wrong is reported at once, before anything is touched.

\`\`\`yaml
config:
  aws:region: us-east-1
  slipway:cluster: mage-staging
  slipway:repositoryUrl: 123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai
  slipway:services: [mage-web, mage-worker]
\`\`\`

## The run's own values

| variable | flag | means |
| --- | --- | --- |
${runValues
  .map(({ variable, flag, means }) => {
    const given = flag === undefined ? "" : `\`${flagName(flag)}\``;
    return `| \`${variable}\` | ${given} | ${means} |`;
  })
  .join("\n")}

A variable of the first six that is there but empty is refused, so that a mistake in a pipeline does not release
something else.

## slipway:

Durations are \`30 min\`, \`90 s\`, \`1 h\` or a number of seconds. Values of \`environment\` and \`buildArgs\` are never shown, nor
is any setting that is stored as a secret (\`pulumi config set --secret\`).

${rows(slipwayShape)}

## aws:

These are settings of [@pulumi/aws](https://www.pulumi.com/registry/packages/aws/api-docs/provider/), with its names and
forms. One that Slipway does not implement is refused, since a role that went unheeded would release to the wrong account.
The account and region of an ECR repository come from its URL.

${rows(awsShape)}

| refused | instead |
| --- | --- |
${Object.entries(refusedAwsKeys)
  .map(([key, remedy]) => `| \`${key}\` | ${remedy} |`)
  .join("\n")}
`;
}

/** Described by another setting's rows. */
const sameAs = new Set(["image"]);

function rows(shape: Readonly<Record<string, z.ZodType>>): string {
  const lines = Object.entries(shape).flatMap(([name, schema]) => {
    const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return settingRows(name, json as Described, false);
  });
  return ["| setting | form | default | |", "| --- | --- | --- | --- |", ...lines].join("\n");
}

/** A line for the setting and one for each key below it. */
function settingRows(name: string, schema: Described, required: boolean): string[] {
  const { description = "", fallback, example } = schema;
  const shown = example === undefined ? "" : ` E.g. \`${example}\`.`;
  const cells = [
    `\`${name}\``,
    formOf(schema),
    required ? "(needed)" : (fallback ?? ""),
    `${description}${shown}`.trim(),
  ];
  const line = `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return sameAs.has(name) ? [line] : [line, ...childRows(name, schema)];
}

function childRows(name: string, schema: Described, choice = false): string[] {
  if (schema.anyOf) {
    const maps = schema.anyOf.filter(({ properties }) => properties);
    // A list of maps is described once, not also as the single map that may stand for it.
    const forms = schema.anyOf.some(({ items }) => items?.properties)
      ? schema.anyOf.filter(({ properties }) => !properties)
      : schema.anyOf;
    return [...new Set(forms.flatMap((one) => childRows(name, one, maps.length > 1)))];
  }
  if (schema.items) return childRows(`${name}[]`, schema.items);
  if (typeof schema.additionalProperties === "object") {
    return childRows(`${name}.NAME`, schema.additionalProperties);
  }
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([key, inner]) =>
    settingRows(`${name}.${key}`, inner, !choice && required.includes(key)),
  );
}

function formOf(schema: Described): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(formOf))].join(" or ");
  if (schema.enum?.every((value) => value === "true" || value === "false")) return "true or false";
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return "text";
  return types.map((type) => typeForm(type, schema)).join(" or ");
}

function typeForm(type: string, { items }: Described): string {
  if (type === "array") return items ? `list of ${formOf(items)}` : "list";
  const names = {
    object: "map",
    string: "text",
    integer: "whole number",
    boolean: "true or false",
  };
  return Object.hasOwn(names, type) ? names[type as keyof typeof names] : type;
}
