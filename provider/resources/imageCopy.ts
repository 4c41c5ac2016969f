import { z } from "zod";
import type { ImageCopyEvent } from "../../contract/events";
import { ImageNotFound, RepositoryNotFound } from "../../registry/errors";
import type { ImageCopyRequest } from "../../registry/imageCopy";
import { changesBetween, identityChanges } from "../difference";
import { UNKNOWN } from "../properties";
import type { Context, Done, Live, Old, Resource } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";
import { providerSettings } from "../settings";

const text = z.string().min(1, "must not be empty");

export const imageCopyInputs = z.object({
  /** Repository URLs. */
  from: text,
  to: text,
  digest: text,
  /** That it gets in `to`. */
  tag: text.optional(),
  /** Whether the tag may be taken from another image. */
  moveTag: z.boolean().default(false),
  /** How each account is reached, where that is not as the provider's own. */
  fromAws: providerSettings.optional(),
  toAws: providerSettings.optional(),
});

export type ImageCopyInputs = z.infer<typeof imageCopyInputs>;

export interface ImageCopyOutputs {
  to: string;
  digest: string;
  /** What the last copy had to send, layers and their bytes. */
  layers: number;
  bytes: number;
}

/**
 * An image in another repository than where it was built, byte for byte: a promotion, or a mirror.
 * Deleting it leaves the copy where it is.
 */
export class ImageCopy implements Resource<ImageCopyInputs, ImageCopyOutputs> {
  readonly inputs = imageCopyInputs;
  readonly secrets = [];
  readonly outputs = [
    "to",
    "digest",
    "layers",
    "bytes",
  ] as const satisfies (keyof ImageCopyOutputs)[];
  readonly refreshBeforeUpdate = true;

  constructor(private readonly services: Pick<ProviderDependencies, "registryOf" | "copier">) {}

  diff({ inputs }: Old<ImageCopyInputs, ImageCopyOutputs>, news: Partial<ImageCopyInputs>) {
    // Where it came from makes no difference to what it is.
    const changed = changesBetween(thing(inputs), thing(news));
    const replaces = identityChanges(changed, ["to"]);
    return {
      changes: Object.keys(changed).length > 0,
      inputs: changed,
      ...(replaces.length > 0 && { replaces }),
    };
  }

  /** @throws RegistryError's subclasses, so that a preview tells of a missing image or right */
  async preview(
    news: Partial<ImageCopyInputs>,
    { log, signal }: Context,
  ): Promise<Partial<ImageCopyOutputs>> {
    const parsed = imageCopyInputs.safeParse(news);
    if (!parsed.success || parsed.data.digest === UNKNOWN || parsed.data.from === UNKNOWN)
      return {};
    const { from, to, digest, fromAws, toAws } = parsed.data;
    const missing = await this.services
      .copier(fromAws, toAws)
      .missing(requestOf(parsed.data), signal);
    log.event({ ...eventOf(parsed.data, "planned"), ...missing });
    if (missing.layers > 0) log.status(`${missing.layers} layers to copy from ${from}`);
    return { to, digest };
  }

  async create(news: ImageCopyInputs, context: Context) {
    return { ...(await this.update(news, context)), id: news.to };
  }

  /** @throws RegistryError's subclasses */
  async update(news: ImageCopyInputs, { log, signal }: Context): Promise<Done<ImageCopyOutputs>> {
    const { to, digest, fromAws, toAws } = news;
    let told = 0;
    const { layers, bytes, manifests, mounted } = await this.services.copier(fromAws, toAws).copy(
      requestOf(news),
      (arrived, total) => {
        const percent = total > 0 ? Math.floor((arrived / total) * 10) * 10 : 100;
        log.status(`copying to ${to}: ${percent} %`);
        if (percent <= told) return;
        told = percent;
        log.event({ ...eventOf(news, "copying"), bytes: arrived, total });
      },
      signal,
    );
    log.event({ ...eventOf(news, "ended"), manifests, layers, bytes, mounted });
    return { outputs: { to, digest, layers, bytes } };
  }

  /** What the copy's tag names now; what is gone is copied again. */
  async read(
    { signal }: Context,
    { inputs, outputs }: Old<ImageCopyInputs, ImageCopyOutputs>,
  ): Promise<Live<ImageCopyInputs, ImageCopyOutputs> | undefined> {
    const { to = "", tag, digest = "", toAws } = inputs;
    try {
      const registry = this.services.registryOf(toAws);
      const found = await registry.find(to, tag ?? digest, signal);
      if (!found) return undefined;
      return {
        inputs: { ...inputs, digest: found.digest },
        outputs: { ...outputs, digest: found.digest },
      };
    } catch (error) {
      if (error instanceof ImageNotFound || error instanceof RepositoryNotFound) return undefined;
      throw error;
    }
  }
}

function thing({ to, digest, tag }: Partial<ImageCopyInputs>) {
  return { to, digest, ...(tag !== undefined && { tag }) };
}

function requestOf({ from, to, digest, tag, moveTag }: ImageCopyInputs): ImageCopyRequest {
  return { from, to, digest, moveTag, ...(tag !== undefined && { tag }) };
}

function eventOf({ from, to, digest }: ImageCopyInputs, phase: ImageCopyEvent["phase"]) {
  return { type: "copy", phase, from, to, digest } as const;
}
