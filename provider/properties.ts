import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** How the engine writes a value that is not known before the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export type Properties = Record<string, unknown>;

/** Properties with the secrets taken out of their wrapping, and which of them held one. */
export interface Unwrapped {
  properties: Properties;
  /** Names of the top-level properties with a secret anywhere in them. */
  secret: ReadonlySet<string>;
}

export function fromStruct(struct: Struct | undefined): Properties {
  return struct ? struct.toJavaScript() : {};
}

/** `undefined` members are left out, as in JSON. */
export function toStruct(properties: Properties): Struct {
  const plain = JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>;
  return Struct.fromJavaScript(plain);
}

/** Every secret in clear: for AWS and for comparing, never for printing. */
export function unwrap(wrapped: Properties): Unwrapped {
  const secret = new Set<string>();
  const properties = Object.fromEntries(
    Object.entries(wrapped).map(([name, value]) => [name, clear(value, () => secret.add(name))]),
  );
  return { properties, secret };
}

function clear(value: unknown, onSecret: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => clear(item, onSecret));
  if (!isObject(value)) return value;
  if (value[signature] === secretSignature) {
    onSecret();
    return clear(value.value, onSecret);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, clear(item, onSecret)]),
  );
}

/** Wraps the named properties whole, so that the engine encrypts and hides them. */
export function wrap(properties: Properties, secret: Iterable<string>): Properties {
  const wrapped = { ...properties };
  for (const name of secret) {
    if (wrapped[name] !== undefined) wrapped[name] = asSecret(wrapped[name]);
  }
  return wrapped;
}

/**
 * Wraps what is wrapped at the same place of `model`; beside a secret in a map or list, what
 * `model` doesn't have is taken for one too.
 */
export function wrapAs(properties: Properties, model: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, wrapValueAs(value, model[name])]),
  );
}

function wrapValueAs(value: unknown, model: unknown): unknown {
  if (!isObject(model)) return value;
  if (model[signature] === secretSignature) return asSecret(value);
  const unmatched = (item: unknown) => (holdsSecret(model) ? asSecret(item) : item);
  const matched = (item: unknown, key: string) =>
    key in model ? wrapValueAs(item, model[key]) : unmatched(item);
  if (Array.isArray(value)) return value.map((item, index) => matched(item, String(index)));
  if (!isObject(value)) return unmatched(value);
  return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, matched(item, k)]));
}

function holdsSecret(value: unknown): boolean {
  return isObject(value) && unwrap({ value }).secret.size > 0;
}

export function asSecret(value: unknown): unknown {
  return { [signature]: secretSignature, value };
}

/** Without the properties that are not known yet. */
export function known(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== UNKNOWN));
}

/** Whether the value at `path`, or anything on the way to it, is not known yet. */
export function isUnknownAt(properties: Properties, path: readonly PropertyKey[]): boolean {
  let value: unknown = properties;
  for (const key of path) {
    if (value === UNKNOWN) return true;
    if (typeof value !== "object" || value === null) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === UNKNOWN;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
