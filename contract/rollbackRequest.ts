import { z } from "zod";
import { deploymentRef } from "./deploymentRef";

/** The variable that asks a program for a rollback; its value is a {@link RestoreRequest} in JSON. */
export const restoreVariable = "SLIPWAY_RESTORE";

const target = z.object({
  /** The rollout's name as a resource: `release-mage-web`. */
  resource: z.string(),
  cluster: z.string(),
  /** ARN of the revision to go back to. */
  taskDefinition: z.string(),
  /** The deployment that is replaced; another one found there is left alone. */
  replaces: deploymentRef.optional(),
  /** Container → digests that may run in it. */
  digests: z.record(z.string(), z.array(z.string())).optional(),
  commit: z.string().optional(),
  /** The image of that revision, for the program's outputs. */
  image: z.string().optional(),
});

const request = z.object({
  /** By service. */
  services: z.record(z.string(), target),
  /** What a program's outputs say of everything that is not restored. */
  outputs: z.record(z.string(), z.unknown()).default({}),
});

/** Where one service goes back to. */
export type RestoreTarget = z.infer<typeof target>;

/**
 * A rollback, as a program is asked for it: rollouts alone, with every value given, so that a
 * checkout of any commit can carry it out without an image, a builder or a look-up.
 */
export type RestoreRequest = z.infer<typeof request>;

/** @throws ZodError, SyntaxError */
export function parseRestoreRequest(text: string): RestoreRequest {
  return request.parse(JSON.parse(text));
}
