/** The subject of a request to `/v2/…` of the OCI distribution API. */
export interface RegistryPath {
  repository: string;
  kind: "manifests" | "blobs" | "tags" | "referrers";
  /** Tag, digest, upload id or `list`: what follows the kind, without a leading slash. */
  reference: string;
}

/** Undefined for `/v2/` itself and everything that names no repository. */
export function parseRegistryPath(path: string): RegistryPath | undefined {
  const match = /^\/v2\/(.+)\/(manifests|blobs|tags|referrers)\/([^?#]*)$/.exec(path);
  const [, repository, kind, reference] = match ?? [];
  if (repository === undefined || kind === undefined || reference === undefined) return undefined;
  if (repository.split("/").some((part) => part === "" || part === "..")) return undefined;
  return { repository, kind: kind as RegistryPath["kind"], reference };
}

/** A digest where a tag could stand: `sha256:…`. */
export const isDigest = (reference: string): boolean => reference.includes(":");
