const replacement = "[secret]";

/** Shorter values stand in too many innocent places (`1`, `true`, `info`) to be masked by text. */
const shortest = 6;

/**
 * The secrets of a run, replaced wherever they show. Values are added as they become known;
 * words that are public by themselves (the environment's name, a service) are never masked.
 */
export class Mask {
  private readonly secrets = new Set<string>();
  private readonly open = new Set<string>();
  private pattern: RegExp | undefined;

  /** Masks each value, its lines, and the forms in which it travels in URLs, JSON and headers. */
  add(values: Iterable<string | undefined>): void {
    for (const value of values) {
      if (value === undefined) continue;
      for (const form of formsOf(value)) this.secrets.add(form);
    }
    this.pattern = undefined;
  }

  /** Words that must stay readable, also when a secret happens to have the same value. */
  allow(words: Iterable<string>): void {
    for (const word of words) this.open.add(word);
    this.pattern = undefined;
  }

  text(text: string): string {
    this.pattern ??= this.compile();
    return text.replace(this.pattern, replacement);
  }

  /** A copy with every string in it masked, names of members too. */
  json(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.json(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [this.text(key), this.json(member)]),
    );
  }

  private compile(): RegExp {
    const words = [...this.secrets].filter((s) => !this.open.has(s));
    // The longest first, so that a secret which contains another is masked whole.
    const ordered = words.sort((a, b) => b.length - a.length).map(escapeRegExp);
    return ordered.length > 0 ? new RegExp(ordered.join("|"), "g") : /(?!)/g;
  }
}

function formsOf(value: string): string[] {
  const forms = [value, value.trim(), ...value.split(/\r?\n/)].flatMap((text) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString("base64"),
  ]);
  return forms.filter((form) => form.length >= shortest && form.trim() !== "");
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** Variables of the environment whose values are secret by their name. */
const secretName = /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE_KEY|API_KEY|APIKEY|CREDENTIAL/i;
/** … and those that only say where a secret is. */
const locationName = /_(FILE|PATH|URI|URL|ARN|DIR|NAME)$/i;

/** Values of variables that hold a secret, judged by their names. */
export function secretsOfEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): (string | undefined)[] {
  return Object.entries(env)
    .filter(([name]) => secretName.test(name) && !locationName.test(name))
    .map(([, value]) => value);
}
