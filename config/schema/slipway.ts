import { z } from "zod";
import type { SlipwayKey } from "../../contract/slipwayKeys";
import { imageOptions, images } from "./image";
import { gates } from "./gates";
import { notify } from "./notify";
import { promotion } from "./promotion";
import { rollout } from "./rollout";
import { scalarText, anyText, variableName } from "./scalars";
import { cluster, migration, services } from "./services";

export type { SlipwayKey };

/** Every setting of `slipway:` in a stack's configuration. */
export const slipwayShape = {
  cluster: cluster.meta({
    description: "The ECS cluster. `CLUSTER_NAME` wins over it.",
    example: "mage-staging",
  }),
  repositoryUrl: anyText.meta({
    description:
      "The repository of the only image, `host[:port]/path`. `REPOSITORY_URL` wins over it.",
    example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai",
  }),
  image: imageOptions.meta({
    description: "How the only image is built: the keys of `images.NAME`, without `repositoryUrl`.",
  }),
  images: images.meta({
    description: "Several images by name; instead of `repositoryUrl` and `image`.",
  }),
  services: services.meta({
    description:
      "The services to move: names, or maps. `SERVICES_NAMES` (split at commas and blanks) chooses among them, or names others.",
    example: "[mage-web, mage-worker]",
  }),
  environment: z.record(variableName, scalarText).meta({
    description: "Variables to set in the containers that get an image. Values are never shown.",
    example: '{LOG_LEVEL: "info"}',
  }),
  versionVariable: variableName.meta({
    description: "The variable that gets the commit.",
    fallback: "DD_VERSION",
  }),
  migration: migration.meta({
    description: "A task that is run once in the new revision before any service moves.",
  }),
  promotion: promotion.meta({
    description: "Releases what another environment runs, instead of building.",
  }),
  rollout: rollout.meta({ description: "How long rollouts may take, and what follows." }),
  gates: gates.meta({
    description:
      "Checks after the rollouts, all at once. When one is red, the release has failed. Only `slipway up` has them.",
  }),
  notify: notify.meta({
    description:
      "Who is told how a release ended. That somebody can't be told changes nothing but a warning. Addresses and tokens are secret.",
  }),
  // A key that is missing here or in the contract does not compile.
} satisfies Record<SlipwayKey, z.ZodType>;
