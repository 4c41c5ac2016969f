import { z } from "zod";
import type { Problem } from "./settingsError";
import type { Shown } from "./shown";
import { suggest } from "./suggest";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

/**
 * The mistakes in a setting's value by its schema, in sentences.
 * @param root the setting's full name: `slipway:services`
 */
export function schemaProblems(
  root: string,
  schema: z.ZodType,
  value: unknown,
  issues: readonly Issue[],
  shown: Shown,
): Problem[] {
  const example = z.globalRegistry.get(schema)?.["example"];
  const remedyOf = (expected: string) =>
    typeof example === "string" ? `Write ${expected}, e.g. ${example}.` : `Write ${expected}.`;

  function problemsOf(issue: Issue, above: Path): Problem[] {
    const path = [...above, ...issue.path];
    const named = pathName(root, path);
    const at = valueAt(value, path);
    const one = (message: string, remedy: string): Problem[] => [{ path: named, message, remedy }];
    const seen = shown.seen(named, at);
    switch (issue.code) {
      case "custom":
        return one(`${seen} ${issue.message}`, String(issue.params?.["remedy"] ?? remedyOf("it")));
      case "invalid_type": {
        const expected = typeNames[issue.expected] ?? issue.expected;
        return at === undefined
          ? one("is missing.", remedyOf(expected))
          : one(`${seen} is not ${expected}.`, remedyOf(expected));
      }
      case "invalid_value": {
        const known = issue.values.map(String);
        const meant = typeof at === "string" ? suggest(at, known) : undefined;
        const list = `Write ${known.join(" or ")}.`;
        return one(
          `${seen} is not one of the values there are.`,
          meant === undefined ? list : `Did you mean ${meant}? ${list}`,
        );
      }
      case "unrecognized_keys": {
        const known = keysAt(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), path);
        return issue.keys.map((key) => ({
          path: pathName(root, [...path, key]),
          message: "is not a setting.",
          remedy: unknownRemedy(key, known),
        }));
      }
      case "invalid_key":
        return issue.issues.flatMap((inner) => {
          const key = String(issue.path.at(-1));
          const remedy = inner.code === "custom" ? String(inner.params?.["remedy"] ?? "") : "";
          return [{ path: named, message: `The name "${key}" ${inner.message}`, remedy }];
        });
      case "too_small":
        return one(
          `${seen} is too ${issue.origin === "array" ? "short" : "small"}.`,
          remedyOf(`at least ${String(issue.minimum)}`),
        );
      case "invalid_union": {
        const branch = likeliestBranch(issue.errors);
        if (branch) return branch.flatMap((inner) => problemsOf(inner, path));
        return one(`${seen} is of none of the forms there are.`, remedyOf(formsOf(issue.errors)));
      }
      default:
        return one(`${seen} is not right: ${issue.message}.`, remedyOf("it anew"));
    }
  }
  return issues.flatMap((issue) => problemsOf(issue, []));
}

/** `Did you mean "x"?`, else every name there is. */
export function unknownRemedy(seen: string, known: readonly string[]): string {
  const meant = suggest(seen, known);
  return meant === undefined ? `There are ${known.join(", ")}.` : `Did you mean "${meant}"?`;
}

/** The form that the user most likely meant: its type fits, and it has the fewest mistakes. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) =>
    issues.every(
      (issue) => issue.path.length > 0 || !["invalid_type", "invalid_value"].includes(issue.code),
    ),
  );
  return fitting.toSorted((a, b) => weight(a) - weight(b))[0];
}

/** A missing key says more against a form than a wrong value in it. */
function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === "invalid_type" ? 3 : 1), 0);
}

function formsOf(branches: readonly (readonly Issue[])[]): string {
  const forms = branches.flatMap((issues) =>
    issues.flatMap((issue) => {
      if (issue.code === "invalid_type") return [typeNames[issue.expected] ?? issue.expected];
      return issue.code === "invalid_value" ? issue.values.map(String) : [];
    }),
  );
  return [...new Set(forms)].join(" or ");
}

/** `slipway:services[1].name` */
export function pathName(root: string, path: Path): string {
  return path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : `${name}.${String(part)}`),
    root,
  );
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, part) =>
      typeof inside === "object" && inside !== null
        ? (inside as Record<PropertyKey, unknown>)[part]
        : undefined,
    value,
  );
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** The keys that a map at this place of a schema may have. */
function keysAt(schema: unknown, path: Path): string[] {
  let level = [schema as JsonSchema];
  const open = () => {
    level = level.flatMap((one) => one.anyOf ?? [one]);
  };
  for (const part of path) {
    open();
    level = level.flatMap((one) => {
      if (typeof part === "number") return one.items ? [one.items] : [];
      const named = one.properties?.[String(part)];
      if (named) return [named];
      return typeof one.additionalProperties === "object" ? [one.additionalProperties] : [];
    });
  }
  open();
  return [...new Set(level.flatMap((one) => Object.keys(one.properties ?? {})))];
}
