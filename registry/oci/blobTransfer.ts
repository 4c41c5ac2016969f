import { createHash, type Hash } from "node:crypto";
import { ReadableStream } from "node:stream/web";
import { withIdleLimit } from "../../support/deadline";
import type { Clock } from "../../support/clock";
import { SlipwayError } from "../../support/errors";
import { patience } from "../../support/patience";
import { RegistryRefused } from "../errors";
import type { Descriptor } from "./manifestContents";
import type { OciAnswer } from "./ociAnswer";
import { isPassing, repositoryPath, type Fetch, type OciClient } from "./ociClient";
import type { Repository } from "../reference";
import { refusal } from "./refusal";
import { isReset, unreachable } from "./unreachable";

/** A repository and how it is reached. */
export interface BlobPlace {
  readonly client: OciClient;
  readonly repository: Repository;
}

export interface TransferOptions {
  readonly clock: Clock;
  /** Of bytes that arrive at the target, as they pass. */
  readonly onBytes: (count: number) => void;
  readonly fetch?: Fetch;
}

const attempts = 4;

/**
 * Streams a blob from one repository to another, checking its digest on the way; nothing is kept
 * in memory or on the disk. A connection that breaks is tried again from the start.
 * @param location where the target takes it (`Location` of an upload that was begun)
 * @param restart begins another upload
 * @throws RegistryError's subclasses, or the signal's reason
 */
export async function transferBlob(
  from: BlobPlace,
  to: BlobPlace,
  blob: Descriptor,
  { location, restart }: { location: string; restart: () => Promise<string> },
  options: TransferOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { clock } = options;
  let target = location;
  for (let attempt = 1; ; attempt++) {
    let passed = 0;
    const onBytes = (count: number) => {
      passed += count;
      options.onBytes(count);
    };
    try {
      const what = `layer ${blob.digest} to ${to.repository.registry}`;
      const answer = await withIdleLimit(
        clock,
        patience.transferIdleMs,
        what,
        (within, moved) => send(from, to, blob, target, { ...options, onBytes }, within, moved),
        signal,
      );
      if (answer.ok) return;
      if (!isPassing(answer.status) || attempt >= attempts) {
        throw refusal(answer, to.repository, `layer ${blob.digest}`);
      }
    } catch (error) {
      signal?.throwIfAborted();
      const reason = ownReason(error);
      const again = reason ? isTrouble(reason) : isReset(error);
      if (!again || attempt >= attempts) throw reason ?? unreachable(to.repository.registry, error);
    }
    // What broke off did not arrive.
    options.onBytes(-passed);
    await clock.sleep(patience.transferDelayMs * 2 ** (attempt - 1), signal);
    target = await restart();
  }
}

async function send(
  from: BlobPlace,
  to: BlobPlace,
  blob: Descriptor,
  location: string,
  options: TransferOptions,
  signal: AbortSignal,
  moved: () => void,
): Promise<OciAnswer> {
  const send = options.fetch ?? fetch;
  const base = new URL(repositoryPath(to.repository, ""));
  const url = new URL(location, base);
  // Some registries behind a proxy don't know that they are spoken to over TLS.
  if (url.host === base.host) url.protocol = base.protocol;
  url.searchParams.set("digest", blob.digest);
  return to.client.authorized(
    to.repository,
    "push",
    async (authorization) => {
      const source = await open(from, blob, send, signal);
      const count = (bytes: number) => {
        moved();
        options.onBytes(bytes);
      };
      const response = await send(url.href, {
        method: "PUT",
        headers: {
          "content-type": "application/octet-stream",
          "content-length": String(blob.size),
          // The login is the registry's, not of wherever it keeps its uploads.
          ...(authorization !== undefined && url.host === base.host && { authorization }),
        },
        body: ReadableStream.from(checked(source, blob, from.repository, count)),
        duplex: "half",
        signal,
      });
      const { status, ok, headers } = response;
      return { status, ok, headers, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    signal,
  );
}

async function open(
  { client, repository }: BlobPlace,
  { digest }: Descriptor,
  send: Fetch,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const url = repositoryPath(repository, `blobs/${digest}`);
  const response = await client.authorized(
    repository,
    "pull",
    async (authorization) => {
      // Where it redirects to another host, fetch leaves the login behind.
      const answer = await send(url, {
        headers: { ...(authorization !== undefined && { authorization }) },
        signal,
      });
      if (answer.status === 401) await answer.body?.cancel();
      return answer;
    },
    signal,
  );
  const { status, headers, body } = response;
  if (response.ok && body) return body as AsyncIterable<Uint8Array>;
  const bytes = new Uint8Array(await response.arrayBuffer());
  throw refusal({ status, ok: false, headers, bytes }, repository, `layer ${digest}`);
}

async function* checked(
  source: AsyncIterable<Uint8Array>,
  { digest, size }: Descriptor,
  { registry }: Repository,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let left = size;
  for await (const chunk of source) {
    left -= chunk.byteLength;
    // The last byte is held back until the digest is known to be right.
    if (left >= 0) hash.update(chunk);
    if (left < 0 || (left === 0 && !isDigestOf(hash, digest))) {
      throw new RegistryRefused(
        `${registry} sends other bytes than those of ${digest}.`,
        200,
        "Check that no proxy changes what the registry sends.",
      );
    }
    count(chunk.byteLength);
    yield chunk;
  }
}

/** A digest of another kind is the target's to check. */
function isDigestOf(hash: Hash, digest: string): boolean {
  return !digest.startsWith("sha256:") || digest === `sha256:${hash.digest("hex")}`;
}

/** Slipway's own error, also where fetch has wrapped it. */
function ownReason(error: unknown): SlipwayError | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].find((each) => each instanceof SlipwayError && !isDeadline(each)) as
    SlipwayError | undefined;
}

/** Of the registry that is read from; what the other one answers is looked at as it is. */
function isTrouble(error: SlipwayError): boolean {
  return error instanceof RegistryRefused && isPassing(error.status);
}

function isDeadline({ code }: SlipwayError): boolean {
  return code === "DEADLINE_EXCEEDED";
}
