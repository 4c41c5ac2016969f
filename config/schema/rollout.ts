import { z } from "zod";
import { duration } from "./scalars";

export const rollout = z.strictObject({
  noProgress: duration.optional().meta({
    description:
      "How long nothing may change before a rollout counts as stuck. Bakes, hooks and steps of traffic do not count.",
    fallback: "30 min",
  }),
  timeout: duration.optional().meta({
    description: "How long a rollout may take.",
    fallback: "60 min",
  }),
  failEarly: z
    .union([z.literal(false), z.number().int().min(1)])
    .optional()
    .meta({
      description:
        "After how many tasks that failed alike a rollout is stopped, before ECS's circuit breaker does.",
      fallback: "false",
    }),
  onFailure: z.enum(["rollback", "stop"]).optional().meta({
    description: "What happens to the services that a failed release has moved.",
    fallback: "rollback",
  }),
  onCancel: z.enum(["leave", "rollback"]).optional().meta({
    description:
      "What happens to rollouts in progress when the run is cancelled. Services that are deployed by then stay.",
    fallback: "leave",
  }),
});
