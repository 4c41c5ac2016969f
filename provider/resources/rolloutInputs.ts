import { z } from "zod";
import type { DeployedRevision } from "../../contract/deployedRevision";
import { deploymentRef } from "../../contract/deploymentRef";
import type { Outcome } from "../../contract/outcome";
import { revisionMissing, withCode } from "../../contract/refusal";

const name = z.string().min(1, "must not be empty");
const seconds = z.number().int().positive("must be a positive number of seconds");

export const rolloutInputs = z.object({
  cluster: name,
  service: name,
  /** Never rolled without one: a target whose revision isn't in state yet would come so. */
  taskDefinition: z
    .string({
      error: withCode(
        revisionMissing,
        "is missing: the revision to move the service to must be there first",
      ),
    })
    .min(1, "must not be empty"),
  digests: z.record(z.string(), z.array(z.string())).optional(),
  commit: z.string().optional(),
  noProgress: seconds.default(1800),
  timeout: seconds.default(3600),
  /** Tasks that failed alike; the rollout is stopped then. */
  failEarly: z.number().int().positive("must be a positive number of tasks").optional(),
  force: z.string().optional(),
  /** The deployment that a rollback replaces: of one run only, so never compared; `read` drops it. */
  replaces: deploymentRef.optional(),
});

export type RolloutInputs = z.infer<typeof rolloutInputs>;

export interface RolloutOutputs {
  /** The revision that the service was left on, as far as this resource knows. */
  taskDefinition: string;
  /** `family:n` */
  revision: string;
  /** `family:n` that it was on before. */
  from: string;
  outcome: Outcome;
  reason: string;
  deploymentId: string;
  /** Container → digest that runs. */
  runningDigests: Record<string, string>;
  seconds: number;
  /** Deployed revisions, newest first, at most ten. */
  history: DeployedRevision[];
  /** Only there where ECS has begun a deployment since, or given up on one. */
  rolloutState?: "FAILED" | "IN_PROGRESS";
}
