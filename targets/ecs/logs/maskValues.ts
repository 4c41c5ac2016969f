import type { TaskDefinition } from "@aws-sdk/client-ecs";

const secretName = /key|token|secret|pass|pwd|credential|auth|dsn|salt/i;
/** Shorter values would blot out words and numbers everywhere. */
const shortest = 8;
const shortestSecret = 4;

/**
 * Puts `[NAME]` in the place of every value of a definition's variables: lines of a crashing
 * container like to print the settings that it started with. Values that an image's reference
 * holds too (the version) are no secret and stay.
 */
export function maskValues({
  containerDefinitions = [],
}: TaskDefinition): (line: string) => string {
  const images = containerDefinitions.map(({ image = "" }) => image);
  const masks = new Map<string, string>();
  for (const { name = "", value = "" } of containerDefinitions.flatMap(
    ({ environment = [] }) => environment,
  )) {
    const least = secretName.test(name) ? shortestSecret : shortest;
    if (value.length < least || images.some((image) => image.includes(value))) continue;
    for (const form of formsOf(value)) masks.set(form, `[${name}]`);
  }
  // The longest first: one value may be part of another.
  const sorted = [...masks].sort(([a], [b]) => b.length - a.length);
  return (line) => sorted.reduce((text, [value, mask]) => text.replaceAll(value, mask), line);
}

/** As it is, as JSON and URLs have it, line by line, and the password in a URL. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= shortest);
  const plain = [value, ...lines, ...passwordsOf(value)];
  return plain.flatMap((form) => [
    form,
    JSON.stringify(form).slice(1, -1),
    encodeURIComponent(form),
  ]);
}

function passwordsOf(value: string): string[] {
  const password = /^[\w+.-]+:\/\/[^/@:]*:([^/@]{3,})@/.exec(value)?.[1];
  if (password === undefined) return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
