import { z } from "zod";

const seconds = z.number().min(0);
const pattern = z.string().min(1);

/** How tasks behave that match; times in seconds of AWS's clock. Only simulated tasks have plans. */
export const taskPlanSchema = z
  .strictObject({
    /** `*` stands for anything, in each of these. Without any, every task matches. */
    image: pattern.optional(),
    family: pattern.optional(),
    service: pattern.optional(),
    /** Which container exits, and whose health is meant. Default: every essential one. */
    container: pattern.optional(),
    /** Which of the tasks that match, counted from 1. Default: all. */
    only: z.array(z.number().int().min(1)).optional(),
    /** Every k-th of the tasks that match. */
    every: z.number().int().min(1).optional(),
    /** How long each phase takes. */
    provision: seconds.optional(),
    pull: seconds.optional(),
    start: seconds.optional(),
    /** From SIGTERM to the exit; longer than stopTimeout means SIGKILL. */
    stop: seconds.optional(),
    remove: seconds.optional(),
    /** There is no place for it; a text replaces the usual reason. */
    noCapacity: z.union([z.literal(true), z.string()]).optional(),
    /** Secrets or registry can't be reached: the error after `provision`. */
    provisionError: z.string().optional(),
    /** `missing`: the tag doesn't exist. `timeout`: the registry doesn't answer. Anything else is the error's text. */
    pullError: z.string().optional(),
    startError: z.string().optional(),
    /** The container ends by itself. */
    exit: z.strictObject({ after: seconds, code: z.number().int().min(0).max(255) }).optional(),
    /** The container is killed for its memory, with exit code 137. */
    outOfMemory: z.strictObject({ after: seconds }).optional(),
    /** When a container with a health check becomes HEALTHY, or that it never does. */
    healthy: z.union([z.literal("never"), z.strictObject({ after: seconds })]).optional(),
    /** When it becomes UNHEALTHY, having been HEALTHY. */
    unhealthy: z.strictObject({ after: seconds }).optional(),
    /** What a load balancer's health checks find: when they fail, counted from RUNNING, and how (default: 503). */
    target: z
      .union([
        z.enum(["healthy", "unhealthy"]),
        z.strictObject({
          after: seconds.optional(),
          until: seconds.optional(),
          code: z
            .union([z.number().int().min(200).max(599), z.enum(["timeout", "unreachable"])])
            .optional(),
        }),
      ])
      .optional(),
  })
  .readonly();

/** A fault, and the calls of the API that run into it. */
export const apiFaultSchema = z
  .strictObject({
    /** e.g. `ecs`. Default: every service. */
    service: z.string().optional(),
    /** e.g. `DescribeServices`; `*` stands for anything. Default: every operation. */
    operation: pattern.optional(),
    /** The access key that signs the calls; `*` stands for anything. Default: every key. */
    accessKeyId: pattern.optional(),
    /** How many matching calls are let through first. */
    skip: z.number().int().min(0).default(0),
    /** How many are then hit; 0 is all of them. */
    times: z.number().int().min(0).default(1),
    fault: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("throttle") }),
      z.strictObject({ kind: z.literal("denied") }),
      z.strictObject({
        kind: z.literal("error"),
        status: z.number().int().min(400).max(599),
        code: z.string(),
        message: z.string().default("Injected."),
      }),
      /** The connection is cut before the operation. */
      z.strictObject({ kind: z.literal("reset") }),
      /** The operation is done, and its answer is lost. */
      z.strictObject({ kind: z.literal("lost") }),
      z.strictObject({ kind: z.literal("slow"), seconds }),
      /** The call, or its answer, waits until the control endpoint releases it. */
      z.strictObject({ kind: z.literal("hold"), at: z.enum(["request", "answer"]) }),
    ]),
  })
  .readonly();

export const scenarioSchema = z.strictObject({
  tasks: z.array(taskPlanSchema).default([]),
  api: z.array(apiFaultSchema).default([]),
  /** The token buckets of AWS (api/request-throttling), times `factor`. */
  throttling: z.strictObject({ factor: z.number().positive().default(1) }).optional(),
  /** By access key, the actions that its policy allows (`ecs:Describe*`). A key that is not listed may do everything. */
  permissions: z.record(z.string(), z.array(pattern)).optional(),
  /** Reads that lag behind writes, in seconds. */
  stale: z.strictObject({ services: seconds.default(0), tasks: seconds.default(0) }).optional(),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type TaskPlan = z.infer<typeof taskPlanSchema>;
export type ApiFault = z.infer<typeof apiFaultSchema>;

/** A scenario from outside. @throws Error naming every problem as `path: message` */
export function readScenario(value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
  throw new Error(`The scenario is not valid.\n${problems.join("\n")}`);
}
