import type { z } from "zod";
import { isUnknownAt, known, UNKNOWN, unwrap, wrap, wrapAs, type Properties } from "./properties";
import type { Context, Difference, Done, Live, Old, Resource } from "./resource";

/** A property of the inputs and what is wrong with it. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** What the engine remembers of a resource: both as it keeps them, secrets wrapped. */
export interface Remembered {
  inputs: Properties;
  outputs: Properties;
}

export interface Stored {
  id: string;
  outputs: Properties;
  inputs?: Properties;
  /** Not empty for a partial failure. */
  failures: string[];
}

/** A resource as the server knows it: untyped properties in, untyped properties out. */
export interface WireResource {
  refreshBeforeUpdate: boolean;
  check(news: Properties): CheckFailure[];
  diff(news: Properties, old: Remembered): Difference;
  preview(news: Properties, context: Context, old?: Remembered): Promise<Properties>;
  create(news: Properties, context: Context): Promise<Stored>;
  update(id: string, news: Properties, context: Context, old: Remembered): Promise<Stored>;
  read(id: string, context: Context, old: Remembered): Promise<Stored | undefined>;
}

/** Parses what comes in, wraps the secrets of what goes out. */
export function adapt<I extends object, S extends object>(resource: Resource<I, S>): WireResource {
  const { inputs: schema } = resource;
  const wanted = (news: Properties) => schema.parse(unwrap(news).properties) as I;
  const foreseen = (news: Properties) => known(unwrap(news).properties) as Partial<I>;
  const past = (old: Remembered): Old<I, S> => ({
    inputs: unwrap(old.inputs).properties as Partial<I>,
    outputs: unwrap(old.outputs).properties as Partial<S>,
  });
  const stored = (id: string, done: Done<Partial<S>>, ...from: Properties[]): Stored => ({
    id,
    outputs: wrap(done.outputs, secretNames(resource, from)),
    failures: done.failures ?? [],
  });
  return {
    refreshBeforeUpdate: resource.refreshBeforeUpdate,
    check: (news) => failuresOf(schema, unwrap(news).properties),
    diff: (news, old) => resource.diff(past(old), unwrap(news).properties as Partial<I>),
    async preview(news, context, old) {
      const outputs = await resource.preview(foreseen(news), context, old && past(old));
      const planned = Object.fromEntries(
        resource.outputs.map((name) => [name, name in outputs ? outputs[name] : UNKNOWN]),
      );
      return wrap(planned, secretNames(resource, [news]));
    },
    async create(news, context) {
      const done = await resource.create(wanted(news), context);
      return stored(done.id, done, news);
    },
    async update(id, news, context, old) {
      return stored(id, await resource.update(wanted(news), context, past(old)), news);
    },
    async read(id, context, old) {
      const live: Live<I, S> | undefined = await resource.read(context, past(old));
      if (!live) return undefined;
      return {
        ...stored(id, live, old.inputs, old.outputs),
        inputs: wrapAs(live.inputs, old.inputs),
      };
    },
  };
}

function secretNames<I extends object, S extends object>(
  resource: Resource<I, S>,
  sources: Properties[],
): Set<string> {
  const seen = sources.flatMap((source) => [...unwrap(source).secret]);
  return new Set<string>([...resource.secrets, ...seen]);
}

/** What the schema finds, but for what is not known yet. */
function failuresOf(schema: z.ZodObject, properties: Properties): CheckFailure[] {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return [];
  return parsed.error.issues
    .filter((issue) => !isUnknownAt(properties, issue.path))
    .map((issue) => ({ property: propertyPath(issue.path), reason: issue.message }));
}

function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
