import { createHash } from "node:crypto";
import { ImageNotFound, RegistryRefused } from "../errors";
import { isManifest, manifestTypes, mediaTypeOf } from "./manifest";
import type { OciClient } from "./ociClient";
import { isDigest, isTag, type Repository } from "../reference";
import { refusal } from "./refusal";

/** A manifest or index, byte for byte as the registry has it. */
export interface StoredManifest {
  /** `sha256:…` of the bytes. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const accept = { accept: manifestTypes.join(", ") };

/**
 * What a tag or digest names, its bytes checked against the digest.
 * @returns undefined when the repository has no such tag or digest
 * @throws RegistryError's subclasses
 */
export async function readManifest(
  client: OciClient,
  repository: Repository,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<StoredManifest | undefined> {
  if (!isDigest(tagOrDigest) && !isTag(tagOrDigest)) return undefined;
  const response = await client.send(
    repository,
    { method: "GET", path: `manifests/${tagOrDigest}`, headers: accept },
    signal,
  );
  if (!response.ok) {
    const error = refusal(response, repository, `image ${tagOrDigest}`);
    if (error instanceof ImageNotFound) return undefined;
    throw error;
  }
  const digest = digestOf(response.bytes);
  if (tagOrDigest.startsWith("sha256:") && tagOrDigest !== digest) {
    throw new RegistryRefused(
      `${repository.registry} answers with ${digest} when asked for ${tagOrDigest}.`,
      response.status,
      "Check that no proxy changes what the registry sends.",
    );
  }
  const text = Buffer.from(response.bytes).toString("utf8");
  if (!isManifest(text)) {
    throw new RegistryRefused(
      `${repository.registry} answers with something that is no image manifest.`,
      response.status,
      "Check the repository URL, and that no proxy answers in the registry's place.",
    );
  }
  const mediaType = mediaTypeOf(text, response.headers.get("content-type"));
  return { digest, mediaType, bytes: response.bytes };
}

/**
 * Puts a manifest under a tag or its own digest.
 * @throws RegistryError's subclasses
 */
export async function putManifest(
  client: OciClient,
  repository: Repository,
  tagOrDigest: string,
  { mediaType, bytes }: StoredManifest,
  signal?: AbortSignal,
): Promise<void> {
  const path = `manifests/${tagOrDigest}`;
  const headers = { "content-type": mediaType };
  const response = await client.send(
    repository,
    { method: "PUT", path, headers, body: bytes },
    signal,
  );
  if (response.ok) return;
  const what = isTag(tagOrDigest) ? `tag ${tagOrDigest}` : `image ${tagOrDigest}`;
  throw refusal(response, repository, what);
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
