import { z } from "zod";
import { isDigest, isTag } from "../../registry/reference";
import { otherAws } from "./promotion";
import { anyText, ownName, relativePath, scalarText, text } from "./scalars";

const buildSecret = z.union([
  z.strictObject({ env: anyText.meta({ description: "The variable that holds the value." }) }),
  z.strictObject({ file: anyText.meta({ description: "The file that holds the value." }) }),
]);

const cache = z.strictObject({
  from: z.array(anyText).optional().meta({ description: "Where to take layers from." }),
  to: z.array(anyText).optional().meta({ description: "Where to keep layers." }),
});

const buildKeys = {
  context: relativePath.optional().meta({
    description: "The folder that is built, relative to the project.",
    fallback: ".",
  }),
  dockerfile: relativePath.optional().meta({
    description: "The Dockerfile, relative to the project.",
    fallback: "Dockerfile in the context",
  }),
  target: anyText.optional().meta({ description: "The stage of the Dockerfile to build." }),
  platforms: z
    .array(
      text(
        /^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/,
        "a platform",
        "Write os/arch, e.g. linux/amd64 or linux/arm64.",
      ),
    )
    .min(1)
    .optional()
    .meta({
      description: "What to build for.",
      fallback: "the CPU architecture of the services",
      example: "[linux/amd64, linux/arm64]",
    }),
  buildArgs: z.record(z.string(), scalarText).optional().meta({
    description: "Arguments of the Dockerfile. They can be read from the image: no secrets.",
    example: "{NODE_ENV: production}",
  }),
  secrets: z.record(z.string(), buildSecret).optional().meta({
    description:
      "Build secrets by id: the variable (`env`) or `file` that holds each, never the value itself.",
    example: "{npm: {env: NPM_TOKEN}}",
  }),
  cache: cache.optional().meta({
    description: "Layer caches, in BuildKit's own notation.",
    example: '{from: ["type=registry,ref=HOST/app:cache"]}',
  }),
  bake: anyText.optional().meta({
    description:
      "A target of a bake file that says how to build, instead of the settings above. Its tags and output are Slipway's own.",
    example: "api",
  }),
  bakeFile: relativePath.optional().meta({
    description: "The bake file, relative to the project; so are the paths in it.",
    fallback: "what buildx finds there, e.g. docker-bake.hcl",
  }),
  builder: anyText.optional().meta({
    description: "The buildx builder.",
    fallback: "the one in use",
  }),
};

export const imageOptions = z.strictObject({
  ...buildKeys,
  tag: anyText.optional().meta({
    description: "The commit's tag, of `{commit}`, `{short}` and `{env}`.",
    fallback: "{commit}",
    example: "sha-{commit}",
  }),
  environmentTag: z.union([z.boolean(), anyText]).optional().meta({
    description: "The moving tag: a name, or `false` for none. `{env}` may stand in it.",
    fallback: "{env}, none where the repository's tags are immutable",
  }),
  existing: z
    .string()
    .refine((value) => isTag(value) || isDigest(value), {
      error: "is neither a tag nor a digest.",
      params: { remedy: "Write a tag of the repository, or sha256: and 64 hexadecimal digits." },
    })
    .optional()
    .meta({
      description: "A tag or digest that is there already, to be released without a build.",
    }),
  mirrors: z
    .array(
      z.union([
        anyText,
        z.strictObject({
          repositoryUrl: anyText.meta({ description: "The repository, `host[:port]/path`." }),
          aws: otherAws.optional().meta({
            description: "How its account is reached.",
            fallback: "as the environment's own",
          }),
        }),
      ]),
    )
    .optional()
    .meta({
      description:
        "Further repositories that get the same digest under the commit's tag, before any service moves.",
      example: "[210987654321.dkr.ecr.us-east-1.amazonaws.com/mage-ai]",
    }),
});

export const images = z.record(
  ownName,
  imageOptions.extend({
    repositoryUrl: anyText.optional().meta({
      description: "The repository, `host[:port]/path`.",
      example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai",
    }),
  }),
);

/** The keys that only a build needs, which an `existing` image does not have. */
export const buildKeyNames = Object.keys(buildKeys);

export type ImageOptions = z.output<typeof imageOptions>;
