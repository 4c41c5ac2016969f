import type { ServiceModel, Shape } from "./serviceModel";

/** One way in which a value is not of its shape. */
export interface ShapeProblem {
  /** e.g. `containerDefinitions[0].memory`. */
  path: string;
  kind: "unknown" | "missing" | "type" | "enum";
  message: string;
}

/** Everything in which `value` differs from the shape called `name`: unknown, missing and ill-typed members. */
export function shapeProblems(model: ServiceModel, name: string, value: unknown): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  check(model, name, value, "", problems);
  return problems;
}

function check(
  model: ServiceModel,
  name: string,
  value: unknown,
  path: string,
  problems: ShapeProblem[],
): void {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`The model has no shape ${name}.`);
  switch (shape.type) {
    case "structure":
      return checkStructure(model, shape, value, path, problems);
    case "list":
      if (!Array.isArray(value)) return wrongType(path, "a list", value, problems);
      value.forEach((v: unknown, i) =>
        check(model, shape.member ?? "", v, `${path}[${i}]`, problems),
      );
      return;
    case "map":
      if (!isObject(value)) return wrongType(path, "a map", value, problems);
      for (const [key, v] of Object.entries(value)) {
        check(model, shape.value ?? "", v, join(path, key), problems);
      }
      return;
    default:
      return checkScalar(shape, value, path, problems);
  }
}

function checkStructure(
  model: ServiceModel,
  shape: Shape,
  value: unknown,
  path: string,
  problems: ShapeProblem[],
): void {
  if (shape.document) return;
  if (!isObject(value)) return wrongType(path, "an object", value, problems);
  const members = shape.members ?? {};
  for (const [member, v] of Object.entries(value)) {
    if (v === undefined) continue;
    const target = Object.hasOwn(members, member) ? members[member] : undefined;
    const at = join(path, member);
    if (target === undefined) {
      problems.push({ path: at, kind: "unknown", message: `Unknown member ${at}.` });
    } else check(model, target, v, at, problems);
  }
  for (const member of shape.required ?? []) {
    if (value[member] === undefined) {
      const at = join(path, member);
      problems.push({ path: at, kind: "missing", message: `${at} should not be null or empty.` });
    }
  }
}

function checkScalar(shape: Shape, value: unknown, path: string, problems: ShapeProblem[]): void {
  switch (shape.type) {
    case "string":
      if (typeof value !== "string") return wrongType(path, "a string", value, problems);
      if (shape.enum && !shape.enum.includes(value)) {
        const allowed = `[${shape.enum.join(", ")}]`;
        problems.push({
          path,
          kind: "enum",
          message: `${path} has the value ${value}, which is not one of ${allowed}.`,
        });
      }
      return;
    case "blob":
      if (typeof value !== "string") wrongType(path, "a base64 string", value, problems);
      return;
    case "boolean":
      if (typeof value !== "boolean") wrongType(path, "true or false", value, problems);
      return;
    case "integer":
    case "long":
      if (!Number.isInteger(value)) wrongType(path, "a whole number", value, problems);
      return;
    default:
      if (typeof value !== "number") wrongType(path, "a number", value, problems);
  }
}

function wrongType(path: string, expected: string, value: unknown, problems: ShapeProblem[]): void {
  const seen = value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
  const at = path === "" ? "The body" : path;
  problems.push({ path, kind: "type", message: `${at} should be ${expected}, not ${seen}.` });
}

const join = (path: string, member: string) => (path === "" ? member : `${path}.${member}`);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
