import { z } from "zod";

/** A revision that a service ran, which a rollback may go to; kept in the state. */
export const deployedRevision = z.object({
  /** ARN */
  taskDefinition: z.string(),
  /** `family:n` */
  revision: z.string(),
  commit: z.string(),
  /** Container → digest. */
  digests: z.record(z.string(), z.string()),
  /** ISO 8601. */
  at: z.string(),
  /** A rollback has left it: no later rollback goes to it. */
  rolledBack: z.boolean().optional(),
});

export type DeployedRevision = z.infer<typeof deployedRevision>;
