/**
 * A text in which no URL has a login any more: user and password are secret wherever a URL stands.
 * The password may hold an `@` itself; the host begins after the last one.
 */
export function withoutLogins(text: string): string {
  return text.replace(/\/\/[^/?#\s]*@/g, "//***@");
}

/** The same for every string in a value; names of members stay. */
export function valueWithoutLogins(value: unknown): unknown {
  if (typeof value === "string") return withoutLogins(value);
  if (Array.isArray(value)) return value.map(valueWithoutLogins);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, valueWithoutLogins(member)]),
  );
}
