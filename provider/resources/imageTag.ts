import { z } from "zod";
import { ImageNotFound } from "../../registry/errors";
import { changesBetween, identityChanges } from "../difference";
import type { Context, Done, Live, Old, Resource } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";

const text = z.string().min(1, "must not be empty");

export const imageTagInputs = z.object({ repositoryUrl: text, tag: text, digest: text });

export type ImageTagInputs = z.infer<typeof imageTagInputs>;

export interface ImageTagOutputs {
  repositoryUrl: string;
  tag: string;
  digest: string;
}

/**
 * A moving tag, e.g. the environment's, on an image that is in the repository already: a build
 * pushes its tags itself.
 */
export class ImageTag implements Resource<ImageTagInputs, ImageTagOutputs> {
  readonly inputs = imageTagInputs;
  readonly secrets = [];
  readonly outputs = [
    "repositoryUrl",
    "tag",
    "digest",
  ] as const satisfies (keyof ImageTagOutputs)[];
  readonly refreshBeforeUpdate = true;

  constructor(private readonly services: Pick<ProviderDependencies, "registry">) {}

  diff({ inputs }: Old<ImageTagInputs, ImageTagOutputs>, news: Partial<ImageTagInputs>) {
    const changed = changesBetween(inputs, news);
    const replaces = identityChanges(changed, ["repositoryUrl", "tag"]);
    return {
      changes: Object.keys(changed).length > 0,
      inputs: changed,
      ...(replaces.length > 0 && { replaces }),
    };
  }

  preview(news: Partial<ImageTagInputs>): Promise<Partial<ImageTagOutputs>> {
    return Promise.resolve(news);
  }

  async create(news: ImageTagInputs, context: Context) {
    const done = await this.update(news, context);
    return { ...done, id: `${news.repositoryUrl}:${news.tag}` };
  }

  /** @throws RegistryError's subclasses */
  async update(news: ImageTagInputs, { signal }: Context): Promise<Done<ImageTagOutputs>> {
    const { repositoryUrl, tag, digest } = news;
    const tagged = await this.services.registry.find(repositoryUrl, tag, signal);
    if (tagged?.digest !== digest) {
      await this.services.registry.tag(repositoryUrl, digest, tag, signal);
    }
    return { outputs: { repositoryUrl, tag, digest } };
  }

  /** The digest that the tag names now; an image that is gone is put under its tag again. */
  async read(
    { signal }: Context,
    { inputs, outputs }: Old<ImageTagInputs, ImageTagOutputs>,
  ): Promise<Live<ImageTagInputs, ImageTagOutputs> | undefined> {
    const { repositoryUrl = "", tag = "" } = inputs;
    try {
      const found = await this.services.registry.find(repositoryUrl, tag, signal);
      if (!found) return undefined;
      const { digest } = found;
      return { inputs: { ...inputs, digest }, outputs: { ...outputs, digest } };
    } catch (error) {
      if (error instanceof ImageNotFound) return undefined;
      throw error;
    }
  }
}
