// The SDK's runtime model and its reader; the model's fields are the test's cases.
import { NormalizedSchema } from "@smithy/core/schema";
import fc from "fast-check";

type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** Members that no SDK knows yet. */
const unknownMembers = fc.dictionary(
  fc.constantFrom("x-new", "futureField", "Another"),
  fc
    .jsonValue({ maxDepth: 2 })
    .filter((value) => !containsNull(value))
    // JSON has no -0.
    .map((value): unknown => JSON.parse(JSON.stringify(value))),
  { maxKeys: 2 },
);

/**
 * Values of a shape of the SDK's model: every member it knows, each most often there, and some
 * that it does not know, at every depth. Timestamps are epoch seconds, as on the wire.
 */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  return arbitrary(NormalizedSchema.of(schema));
}

function arbitrary(schema: NormalizedSchema): fc.Arbitrary<unknown> {
  if (schema.isListSchema()) {
    return fc.array(arbitrary(schema.getValueSchema()), { maxLength: 3 });
  }
  if (schema.isMapSchema()) {
    const key = fc.stringMatching(/^[a-z][a-z.]{0,8}$/);
    return fc.dictionary(key, arbitrary(schema.getValueSchema()), { maxKeys: 3 });
  }
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]) => [
      name,
      fc.option(arbitrary(member), { nil: undefined, freq: 6 }),
    ]);
    const known = fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>);
    return fc
      .tuple(known, unknownMembers)
      .map(([some, more]) => withoutUndefined({ ...more, ...some }));
  }
  if (schema.isTimestampSchema()) {
    return fc.integer({ min: 1, max: 2_000_000_000_000 }).map((ms) => ms / 1000);
  }
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) {
    return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map(plain));
  }
  if (schema.isStringSchema()) return fc.string({ unit: "grapheme", maxLength: 8 });
  throw new Error(`No values are made for ${schema.getName()} yet.`);
}

function plain(number: number): number {
  return number === 0 ? 0 : number;
}

function withoutUndefined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function containsNull(value: unknown): boolean {
  return value === null || JSON.stringify(value).includes("null");
}
