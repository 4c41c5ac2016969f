/** The least that the engine takes for a package's schema. Programs use provider/sdk instead. */
export function schemaOf({
  version,
  types,
}: {
  version: string;
  types: readonly string[];
}): string {
  return JSON.stringify({
    name: "slipway",
    version,
    provider: {},
    resources: Object.fromEntries(types.map((type) => [type, {}])),
  });
}
