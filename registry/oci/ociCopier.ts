import { inParallel } from "../../support/inParallel";
import { transferBlob, type BlobPlace } from "./blobTransfer";
import { ImageNotFound, TagTaken } from "../errors";
import type { ImageCopier, ImageCopyRequest, ImageCopyResult, MissingParts } from "../imageCopy";
import { manifestContents, type Descriptor } from "./manifestContents";
import type { OciClient, OciClientOptions } from "./ociClient";
import { putManifest, readManifest, type StoredManifest } from "./readManifest";
import { formatImageReference, parseRepositoryUrl } from "../reference";
import { refusal } from "./refusal";

/** What registries of every kind take from one client at a time. */
const transfersAtOnce = 4;
const questionsAtOnce = 8;

/** What the target lacks: manifests each after those that it refers to. */
interface Missing {
  readonly manifests: readonly StoredManifest[];
  readonly blobs: readonly Descriptor[];
}

/** Copies between repositories that speak the OCI distribution API. */
export class OciCopier implements ImageCopier {
  /** @param target with the login of the registry that is copied to */
  constructor(
    private readonly source: OciClient,
    private readonly target: OciClient,
    private readonly options: Pick<OciClientOptions, "clock" | "fetch">,
  ) {}

  async missing(request: ImageCopyRequest, signal?: AbortSignal): Promise<MissingParts> {
    const { from, to } = this.places(request);
    await this.tagIsFree(request, to, signal);
    const { manifests, blobs } = await lookUp(from, to, request.digest, signal);
    return { manifests: manifests.length, layers: blobs.length, bytes: sizeOf(blobs) };
  }

  async copy(
    request: ImageCopyRequest,
    onBytes: (arrived: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<ImageCopyResult> {
    const { from, to } = this.places(request);
    const tagged = await this.tagIsFree(request, to, signal);
    const { manifests, blobs } = await lookUp(from, to, request.digest, signal);
    let [arrived, total] = [0, sizeOf(blobs)];
    const results = await inParallel(blobs, transfersAtOnce, async (blob) => {
      const moved = await this.bring(
        { from, to, blob },
        (count) => onBytes((arrived += count), total),
        signal,
      );
      if (!moved) total -= blob.size;
      return moved;
    });
    // An index may only be put where the manifests are that it names.
    for (const manifest of manifests) {
      await putManifest(to.client, to.repository, manifest.digest, manifest, signal);
    }
    // Layers took their time: somebody else may have the tag by now.
    if (request.tag !== undefined && !tagged && !(await this.tagIsFree(request, to, signal))) {
      const { client, repository } = to;
      const manifest =
        manifests.find(({ digest }) => digest === request.digest) ??
        (await readManifest(client, repository, request.digest, signal));
      if (!manifest) throw notThere(to, request.digest);
      await putManifest(client, repository, request.tag, manifest, signal);
    }
    const sent = blobs.filter((_, n) => results[n]);
    return {
      manifests: manifests.length,
      layers: sent.length,
      bytes: sizeOf(sent),
      mounted: blobs.length - sent.length,
    };
  }

  private places({ from, to }: ImageCopyRequest): { from: BlobPlace; to: BlobPlace } {
    return {
      from: { client: this.source, repository: parseRepositoryUrl(from) },
      to: { client: this.target, repository: parseRepositoryUrl(to) },
    };
  }

  /** @returns whether the tag is on the image already */
  private async tagIsFree(
    { tag, digest, moveTag = false }: ImageCopyRequest,
    { client, repository }: BlobPlace,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (tag === undefined) return true;
    const there = await readManifest(client, repository, tag, signal);
    if (!there || there.digest === digest) return there !== undefined;
    if (moveTag) return false;
    throw new TagTaken(
      `${formatImageReference({ ...repository, tag })} is ${there.digest} already, and not ${digest}.`,
      "A commit's tag is never moved: delete it in that repository, or release another commit.",
    );
  }

  /** @returns false where the registry had the blob in another repository and took it from there */
  private async bring(
    { from, to, blob }: { from: BlobPlace; to: BlobPlace; blob: Descriptor },
    onBytes: (count: number) => void,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const near = from.repository.registry === to.repository.registry;
    const mount = new URLSearchParams({ mount: blob.digest, from: from.repository.repository });
    const begun = await begin(to, near ? `?${mount.toString()}` : "", blob, signal);
    if (begun === "mounted") return false;
    const restart = () => begin(to, "", blob, signal);
    const options = { ...this.options, onBytes };
    await transferBlob(from, to, blob, { location: begun, restart }, options, signal);
    return true;
  }
}

/** Begins an upload. @returns where to, or that there is nothing left to send */
async function begin(
  { client, repository }: BlobPlace,
  query: string,
  { digest }: Descriptor,
  signal?: AbortSignal,
): Promise<string> {
  const path = `blobs/uploads/${query}`;
  const answer = await client.send(repository, { method: "POST", path }, signal);
  if (answer.status === 201) return "mounted";
  const location = answer.headers.get("location");
  if (answer.status === 202 && location !== null) return location;
  throw refusal(answer, repository, `layer ${digest}`);
}

async function lookUp(
  from: BlobPlace,
  to: BlobPlace,
  digest: string,
  signal?: AbortSignal,
): Promise<Missing> {
  const manifests: StoredManifest[] = [];
  const wanted = new Map<string, Descriptor>();
  const walk = async (one: string): Promise<void> => {
    const [manifest, there] = await Promise.all([
      readManifest(from.client, from.repository, one, signal),
      readManifest(to.client, to.repository, one, signal),
    ]);
    // What was copied before stays whole, also when its source has been cleaned up.
    const known = manifest ?? there;
    if (!known) throw notThere(from, one);
    const contents = manifestContents(Buffer.from(known.bytes).toString("utf8"));
    for (const child of contents.manifests) await walk(child.digest);
    if (there || manifests.some((each) => each.digest === one)) return;
    manifests.push(known);
    for (const blob of contents.blobs) wanted.set(blob.digest, blob);
  };
  await walk(digest);
  const blobs = [...wanted.values()];
  const there = await inParallel(blobs, questionsAtOnce, (blob) => hasBlob(to, blob, signal));
  return { manifests, blobs: blobs.filter((_, n) => !there[n]) };
}

async function hasBlob(
  { client, repository }: BlobPlace,
  { digest }: Descriptor,
  signal?: AbortSignal,
): Promise<boolean> {
  const request = { method: "HEAD", path: `blobs/${digest}` } as const;
  const answer = await client.send(repository, request, signal);
  if (answer.ok) return true;
  if (answer.status === 404) return false;
  throw refusal(answer, repository, `layer ${digest}`);
}

function notThere({ repository }: BlobPlace, digest: string): ImageNotFound {
  return new ImageNotFound(
    `${formatImageReference(repository)} has no image ${digest}.`,
    "It may have been deleted by a lifecycle rule; build the commit again.",
  );
}

function sizeOf(blobs: readonly Descriptor[]): number {
  return blobs.reduce((sum, { size }) => sum + size, 0);
}
