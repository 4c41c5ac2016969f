import { isAlias, isMap, isScalar, parseDocument, visit, type Document } from "yaml";
import type { StackConfig } from "./workspace";

/** The runner reads a stack's file without Pulumi only where it holds no other keys than these. */
const known = new Set(["config", "encryptionsalt", "encryptedkey", "secretsprovider"]);

/**
 * A stack's configuration, read from its files where Pulumi would read the same: without secrets,
 * imports and what two readers of YAML may understand in two ways.
 * @param project Pulumi.yaml
 * @param stack `Pulumi.<stack>.yaml`
 * @returns undefined where Pulumi has to be asked
 */
export function plainConfig(project: string, stack: string): StackConfig | undefined {
  if (has(parseDocument(project), "config")) return undefined;
  const document = parseDocument(stack);
  if (document.errors.length > 0 || !isPlain(document)) return undefined;
  if (!isMap(document.contents)) return document.contents === null ? empty : undefined;
  const keys = document.contents.items.map(({ key }) => (isScalar(key) ? key.value : undefined));
  if (!keys.every((key) => typeof key === "string" && known.has(key))) return undefined;
  const config: unknown = (document.toJS() as { config?: unknown }).config ?? {};
  if (typeof config !== "object" || Array.isArray(config)) return undefined;
  const entries = Object.entries(config as Record<string, unknown>);
  if (!entries.every(([key]) => /^[^:]+:[^:]+$/.test(key))) return undefined;
  return {
    values: Object.fromEntries(entries.map(([key, value]) => [key, asText(value)])),
    secretKeys: [],
  };
}

const empty: StackConfig = { values: {}, secretKeys: [] };

function has(document: Document, key: string): boolean {
  return document.errors.length > 0 || document.has(key);
}

/** No secret, no reference, and no value that YAML 1.1 and 1.2 differ about. */
function isPlain(document: Document): boolean {
  let plain = true;
  visit(document, {
    Node(_key, node) {
      if (isAlias(node) || ("anchor" in node && node.anchor) || node.tag !== undefined)
        plain = false;
    },
    Scalar(_key, { value, type, source = "" }) {
      if (value === "secure") plain = false;
      if (type === "PLAIN" && !isUnmistakable(value, source)) plain = false;
    },
  });
  return plain;
}

function isUnmistakable(value: unknown, source: string): boolean {
  if (typeof value === "boolean") return true;
  if (typeof value === "number") return /^(0|[1-9]\d{0,14})$/.test(source);
  return typeof value === "string" && /^[^0-9+\-.~<=?]/.test(source);
}

/** As `pulumi config --json` hands values over. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
