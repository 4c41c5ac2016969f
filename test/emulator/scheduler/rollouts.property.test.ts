import { expect } from "chai";
import * as fc from "fast-check";
import { stopServiceDeployment } from "../../../emulator/services/ecs/operations/stopServiceDeployment";
import { updateService } from "../../../emulator/services/ecs/operations/updateService";
import { taskBounds } from "../../../emulator/scheduler/percent";
import type { TaskPlan } from "../../../emulator/scenario/scenario";
import type { ServiceDeploymentStatus } from "../../../emulator/services/ecs/shapes";
import { ServiceError } from "../../../emulator/server/serviceError";
import type { Service } from "../../../emulator/state/service";
import type { Task } from "../../../emulator/state/task";
import { Engine } from "../_helpers/engine";

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
);

const run = fc.record({
  seed: fc.integer(),
  desired: fc.integer({ min: 0, max: 8 }),
  minimum: fc.constantFrom(0, 50, 75, 100),
  maximum: fc.constantFrom(100, 125, 150, 200),
  breaker: fc.constantFrom("off", "stop", "rollback"),
  plans: fc.dictionary(fc.constantFrom("b", "checked-b"), fc.tuple(plan, sometimes)),
  steps: fc.array(fc.record({ step, wait: fc.integer({ min: 1, max: 900 }) }), {
    minLength: 2,
    maxLength: 6,
  }),
});

/** What 3.2 lets a deployment that nothing moves any more end as; without a breaker it may go on for ever. */
const final = new Set<ServiceDeploymentStatus>([
  "SUCCESSFUL",
  "STOPPED",
  "ROLLBACK_SUCCESSFUL",
  "ROLLBACK_FAILED",
]);

function allTasks(service: Service): Task[] {
  return service.deployments.flatMap((d) => [...d.tasks]);
}

const counted = {
  running: new Set(["RUNNING", "DEACTIVATING"]),
  pending: new Set(["PROVISIONING", "PENDING", "ACTIVATING"]),
};

/** Chai is too slow for millions of checks. */
function must(so: boolean, what: string): void {
  if (!so) expect.fail(what);
}

/** What must be so at every instant. */
function checkNow(service: Service): void {
  must(
    service.deployments.every((d, i) => (d.status === "PRIMARY") === (i === 0)),
    "the first deployment, and no other, is PRIMARY",
  );
  for (const { tasks, runningCount, pendingCount, failedTasks } of service.deployments) {
    let [running, pending] = [0, 0];
    for (const { lastStatus } of tasks) {
      if (counted.running.has(lastStatus)) running++;
      if (counted.pending.has(lastStatus)) pending++;
    }
    must(runningCount === running && pendingCount === pending, "counts are those of the tasks");
    must(failedTasks >= 0, "failedTasks is a number of tasks");
  }
}

describe("emulator: random services, deployments and faults", function () {
  this.timeout(120_000);

  it("keeps its promises in 10,000 rollouts of 3,000 services", () => {
    let rollouts = 0;
    fc.assert(
      fc.property(run, (given) => {
        const engine = new Engine(given.seed, {
          tasks: Object.entries(given.plans).map(([family, [what, when]]) => ({
            family,
            ...what,
            ...when,
          })),
        });
        for (const family of ["a", "b", "checked-a", "checked-b"]) engine.register(family);
        const service = engine.createService({
          serviceName: "web",
          taskDefinition: "a",
          desiredCount: given.desired,
          deploymentConfiguration: {
            minimumHealthyPercent: given.minimum,
            maximumPercent: given.maximum,
            deploymentCircuitBreaker: {
              enable: given.breaker !== "off",
              rollback: given.breaker === "rollback",
            },
          },
        });
        const watch = watcher(service);
        engine.pass(900, watch);
        for (const { step, wait } of given.steps) {
          try {
            const change = { cluster: "main", service: "web" };
            if (step.kind === "deploy") {
              updateService(engine.ecs, { ...change, taskDefinition: step.family });
            } else if (step.kind === "scale") {
              updateService(engine.ecs, { ...change, desiredCount: step.to });
            } else if (step.kind === "force") {
              updateService(engine.ecs, { ...change, forceNewDeployment: true });
            } else {
              stopServiceDeployment(engine.ecs, {
                serviceDeploymentArn: service.serviceDeployments[0]!.arn,
              });
            }
          } catch (error) {
            // Refused: five deployments are there, or the last one has ended.
            expect(error).to.be.instanceOf(ServiceError);
          }
          engine.pass(wait, watch);
        }
        engine.pass(5400, watch);
        checkEnd(service);
        rollouts += service.serviceDeployments.length;
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(rollouts).to.be.at.least(10_000);
  });
});

/** Looks after every instant: the bounds hold as far as it is the scheduler that starts and stops. */
function watcher(service: Service): () => void {
  let known = new Set<Task>();
  let good = new Set<Task>();
  const isGood = (t: Task) => t.service?.healthy === true && t.desiredStatus === "RUNNING";
  return () => {
    checkNow(service);
    const { lower, upper } = taskBounds(service.desiredCount, service.deploymentConfiguration);
    const now = allTasks(service);
    if (now.some((t) => !known.has(t))) {
      const occupied = now.filter((t) => t.lastStatus !== "DEPROVISIONING").length;
      must(occupied <= upper, "never above the upper bound by its own doing");
    }
    const stopped = [...good].filter(
      (t) => t.service?.healthy && t.stopCode === "ServiceSchedulerInitiated",
    );
    if (stopped.length > 0) {
      const healthy = now.filter(isGood).length;
      must(healthy >= lower, "never below the lower bound by its own doing");
    }
    known = new Set(now);
    good = new Set(now.filter(isGood));
  };
}

function checkEnd(service: Service): void {
  const [primary, ...others] = service.deployments;
  for (const old of service.serviceDeployments.slice(1)) {
    expect(final.has(old.status), `an overtaken deployment is ${old.status}`).to.equal(true);
  }
  if (primary!.rolloutState === "COMPLETED") {
    expect(others).to.have.length(0);
    expect(service.serviceDeployments[0]!.status).to.be.oneOf([
      "SUCCESSFUL",
      "ROLLBACK_SUCCESSFUL",
    ]);
  } else if (primary!.rolloutState === "FAILED") {
    expect(service.serviceDeployments[0]!.status).to.be.oneOf(["STOPPED", "ROLLBACK_FAILED"]);
  }
}
