import { z } from "zod";

/** What an environment runs, image by image, under the names that its own settings give them. */
export const promotedRelease = z.strictObject({
  images: z
    .array(
      z.strictObject({
        image: z.string(),
        digest: z.string(),
        /** Digests of the manifests inside it, where it is an index. */
        manifests: z.array(z.string()).readonly(),
        tag: z.string().optional(),
        /** Value of the version variable, where all services that run the image have the same. */
        version: z.string().optional(),
      }),
    )
    .readonly(),
  /** Value of the version variable, where all services have the same. */
  version: z.string().optional(),
});

export type PromotedRelease = Readonly<z.infer<typeof promotedRelease>>;
export type PromotedImage = PromotedRelease["images"][number];
