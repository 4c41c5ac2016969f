import { valueWithoutLogins, withoutLogins } from "./withoutLogins";

const longest = 60;

/** Settings below which every value is taken for a secret, whether it is stored as one or not. */
const secretPaths = [
  /^slipway:environment\b/,
  /^slipway:images?\b.*\bbuildArgs\b/,
  /^slipway:images?\b.*\bsecrets\b/,
  /^slipway:notify\b/,
  /^aws:(accessKey|secretKey|token)\b/,
];

/** What messages and `--explain` write for a value. */
export class Shown {
  private readonly secretKeys: ReadonlySet<string>;

  /** @param secretKeys keys of the stack's configuration that are stored as secrets */
  constructor(secretKeys: readonly string[] = []) {
    this.secretKeys = new Set(secretKeys);
  }

  isSecret(path: string): boolean {
    const key = /^[^:]*:[^.[]*/.exec(path)?.[0] ?? path;
    return this.secretKeys.has(key) || secretPaths.some((secret) => secret.test(path));
  }

  /** The value in quotes or as JSON, cut short; `The value` where it is secret. */
  seen(path: string, value: unknown): string {
    if (this.isSecret(path)) return "The value";
    return cut(asJson(value));
  }

  /** The value as a setting's current one. */
  value(path: string, value: unknown): string {
    if (this.isSecret(path)) return "(secret)";
    return typeof value === "string" ? withoutLogins(value) : asJson(value);
  }
}

function asJson(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(valueWithoutLogins(value));
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
