import { isDeepStrictEqual } from "node:util";

/** What differs, by path down to the members of maps and lists: `environment.LOG_LEVEL`. */
export type Changes = Record<string, ChangeKind>;
export type ChangeKind = "add" | "delete" | "update";

export function changesBetween(before: object, after: object, prefix = ""): Changes {
  const [a, b] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const found = names.map((name): Changes => {
    const [x, y] = [a[name], b[name]];
    if (isDeepStrictEqual(x, y)) return {};
    const path = Array.isArray(before) ? `${prefix}[${name}]` : prefix ? `${prefix}.${name}` : name;
    if (isObject(x) && isObject(y)) return changesBetween(x, y, path);
    return { [path]: x === undefined ? "add" : y === undefined ? "delete" : "update" };
  });
  return Object.assign({}, ...found) as Changes;
}

/** Those of the named inputs that changed from one value to another: what makes it another thing. */
export function identityChanges(changes: Changes, identity: readonly string[]): string[] {
  return identity.filter((name) => changes[name] === "update");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
