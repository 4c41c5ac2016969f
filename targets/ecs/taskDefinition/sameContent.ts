import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { isDeepStrictEqual } from "node:util";

/**
 * True when registering `a` would make a revision like `b`. Orders count, but for the lists that
 * ECS hands back in an order of its own (tags, compatibilities, variables, secrets); an empty list
 * or object counts as absent, as ECS fills them in.
 */
export function sameContent(
  a: RegisterTaskDefinitionRequest,
  b: RegisterTaskDefinitionRequest,
): boolean {
  return isDeepStrictEqual(normal(a), normal(b));
}

const unordered = new Set(["tags", "requiresCompatibilities", "environment", "secrets"]);

function normal(value: unknown, name?: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => normal(item));
    return name !== undefined && unordered.has(name)
      ? items.sort((a, b) => compare(sortKey(a), sortKey(b)))
      : items;
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const members = Object.entries(value)
    .map(([key, member]) => [key, normal(member, key)] as const)
    .filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(members);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Stable for equal contents whatever the order of their members. */
function sortKey(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
