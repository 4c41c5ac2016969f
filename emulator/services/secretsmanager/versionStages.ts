import type { StoredSecret } from "./secretStore";

/** Version id → stages, of versions that have a stage. */
export function versionStages({ versions }: StoredSecret): Record<string, string[]> {
  return Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  );
}
