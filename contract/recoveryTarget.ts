import { z } from "zod";
import { deploymentRef } from "./deploymentRef";

/** The revision that one service returns to, with every value that its rollout needs. */
export const recoveryTarget = z.strictObject({
  /** The rollout's name as a resource: `release-mage-web`. */
  resource: z.string(),
  cluster: z.string(),
  /** ARN of the revision. */
  taskDefinition: z.string(),
  /** The deployment to replace. Where the service has another one, it stays. */
  replaces: deploymentRef.optional(),
  /** Container → digests that may run in it. */
  digests: z.record(z.string(), z.array(z.string())).optional(),
  commit: z.string().optional(),
  /** The image of that revision, for the program's outputs. */
  image: z.string().optional(),
});

export type RecoveryTarget = z.infer<typeof recoveryTarget>;
