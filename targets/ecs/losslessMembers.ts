import type { ECSClient } from "@aws-sdk/client-ecs";

/** The operations whose contents are read from one revision and registered as the next. */
const operations: readonly unknown[] = [
  "DescribeTaskDefinitionCommand",
  "RegisterTaskDefinitionCommand",
];

/**
 * Makes the client keep members that its model does not know, in task definitions only. The SDK
 * drops them in both directions, so a field newer than the SDK would vanish from every revision
 * that is registered from an older one.
 */
export function keepUnknownMembers(client: ECSClient): void {
  const stack = client.middlewareStack;
  stack.add(
    (next, { commandName }) =>
      (args) => {
        if (!operations.includes(commandName) || !hasBody(args.request)) return next(args);
        const body = withUnknownMembers(parse(args.request.body), args.input);
        args.request.body = new TextEncoder().encode(JSON.stringify(body));
        return next(args);
      },
    // After the SDK's serializer, before length and signature.
    { name: "keepUnknownRequestMembers", step: "serialize", priority: "low" },
  );
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (operations.includes(commandName)) await buffer(result.response);
        return result;
      },
    // Nearer to the wire than the SDK's deserializer, which consumes the body.
    { name: "bufferTaskDefinition", step: "deserialize", priority: "low" },
  );
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (!operations.includes(commandName) || !hasBody(result.response)) return result;
        const output = withUnknownMembers(
          result.output,
          parse(result.response.body),
        ) as typeof result.output;
        return { ...result, output };
      },
    { name: "keepUnknownResponseMembers", step: "deserialize", priority: "high" },
  );
}

/** `known` with the members of `raw` that it lacks, at every depth. Leaves both as they are. */
export function withUnknownMembers(known: unknown, raw: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(raw)) {
    if (known.length !== raw.length) return raw;
    return known.map((item: unknown, position) => withUnknownMembers(item, raw[position]));
  }
  if (!isObject(known) || !isObject(raw)) return known;
  const own = Object.keys(known).filter((name) => !has(raw, name) && name !== unknownOfUnion);
  const names = [...Object.keys(raw), ...own];
  return Object.fromEntries(
    names
      .map((name) => [name, member(known, raw, name)] as const)
      .filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Where the SDK puts a union's member that it does not know; `raw` has it under its name. */
const unknownOfUnion = "$unknown";

function member(known: Members, raw: Members, name: string): unknown {
  return has(known, name) ? withUnknownMembers(known[name], raw[name]) : raw[name];
}

type Members = Readonly<Record<string, unknown>>;

function has(members: Members, name: string): boolean {
  return Object.hasOwn(members, name) && members[name] !== undefined;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

type Body = string | Uint8Array;

/** Not so for a stream. */
function hasBody(message: unknown): message is { body: Body } {
  if (!isObject(message)) return false;
  return typeof message.body === "string" || message.body instanceof Uint8Array;
}

function parse(body: Body): unknown {
  return JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body));
}

/** Puts the whole body in place of the stream. */
async function buffer(response: unknown): Promise<void> {
  if (!isObject(response) || !isStream(response.body)) return;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  (response as { body: unknown }).body = new Uint8Array(Buffer.concat(chunks));
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
