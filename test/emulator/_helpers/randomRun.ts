import * as fc from "fast-check";
import type { TaskPlan } from "../../../emulator/faults/scenario";
import type { DeploymentConfiguration } from "../../../emulator/services/ecs/shapes";

const plan: fc.Arbitrary<Omit<TaskPlan, "family">> = fc.oneof(
  fc.constant({}),
  fc.record({ exit: fc.record({ after: fc.integer({ min: 0, max: 90 }), code: fc.constant(1) }) }),
  fc.constant({ pullError: "missing" }),
  fc.constant({
    provisionError: "ResourceInitializationError: unable to pull secrets",
    provision: 60,
  }),
  fc.constant({ healthy: "never" as const }),
  fc.record({ unhealthy: fc.record({ after: fc.integer({ min: 20, max: 300 }) }) }),
  fc.constant({ outOfMemory: { after: 3 } }),
  fc.constant({ noCapacity: true as const }),
  fc.record({ stop: fc.integer({ min: 0, max: 60 }), pull: fc.integer({ min: 0, max: 120 }) }),
);
const sometimes = fc.oneof(fc.constant({}), fc.record({ every: fc.integer({ min: 2, max: 4 }) }));

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("deploy" as const),
      family: fc.constantFrom("a", "b", "checked-a", "checked-b"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("scale" as const),
      to: fc.integer({ min: 0, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "force" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "stop" as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("alarm" as const),
      name: fc.constantFrom("errors", "latency"),
      state: fc.constantFrom("ALARM" as const, "ALARM" as const, "OK" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("continue" as const),
      action: fc.constantFrom("CONTINUE" as const, "ROLLBACK" as const),
    }),
  },
);

/** Deployments wait for these only where the service is configured so, which is half of the services. */
const watching: fc.Arbitrary<DeploymentConfiguration> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.record({
      alarms: fc.record({
        alarmNames: fc.constantFrom<string[]>(["errors"], ["errors", "latency"]),
        enable: fc.constant(true),
        rollback: fc.boolean(),
      }),
      bakeTimeInMinutes: fc.constantFrom(0, 2, 20),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      lifecycleHooks: fc.tuple(
        fc.record({
          targetType: fc.constant("PAUSE" as const),
          lifecycleStages: fc
            .constantFrom("PRE_SCALE_UP" as const, "POST_SCALE_UP" as const)
            .map((stage) => [stage]),
          timeoutConfiguration: fc.record({
            timeoutInMinutes: fc.constantFrom(1, 30),
            action: fc.constantFrom("CONTINUE" as const, "ROLLBACK" as const),
          }),
        }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      earlySuccessCriteria: fc.record({
        enable: fc.constant(true),
        healthyPercent: fc.constant(100),
        sourceServiceRevisionCleanup: fc.constantFrom("BLOCKING" as const, "DEFERRED" as const),
      }),
    }),
  },
);

const soon = fc.integer({ min: 1, max: 120 });
const later = fc.integer({ min: 1, max: 900 });

/** A service, faults of its tasks, and what its users do to it over time. */
export const randomRun = fc.record({
  seed: fc.integer(),
  desired: fc.integer({ min: 0, max: 8 }),
  minimum: fc.constantFrom(0, 50, 75, 100),
  maximum: fc.constantFrom(100, 125, 150, 200),
  breaker: fc.constantFrom("off", "stop", "rollback"),
  watching,
  plans: fc.dictionary(fc.constantFrom("b", "checked-b"), fc.tuple(plan, sometimes)),
  steps: fc.array(fc.record({ step, wait: fc.oneof(soon, later) }), {
    minLength: 2,
    maxLength: 8,
  }),
});
