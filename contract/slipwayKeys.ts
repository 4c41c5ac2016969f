/**
 * The settings under `slipway:` in a stack's configuration. Provider settings share that namespace,
 * so the provider has to know which keys are the program's.
 */
export const slipwayKeys = [
  "cluster",
  "repositoryUrl",
  "image",
  "images",
  "services",
  "environment",
  "versionVariable",
  "migration",
  "promotion",
  "rollout",
  "gates",
  "notify",
] as const;
export type SlipwayKey = (typeof slipwayKeys)[number];
