import { isDeepStrictEqual } from "node:util";

/** Paths of what differs, down to the members of maps and lists: `environment.LOG_LEVEL`. */
export function changedPaths(before: object, after: object, prefix = ""): string[] {
  const [a, b] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => {
    const [x, y] = [a[name], b[name]];
    if (isDeepStrictEqual(x, y)) return [];
    const path = Array.isArray(before) ? `${prefix}[${name}]` : prefix ? `${prefix}.${name}` : name;
    return isObject(x) && isObject(y) ? changedPaths(x, y, path) : [path];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
