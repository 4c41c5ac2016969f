import { expect } from "chai";
import * as fc from "fast-check";
import { routableTargets } from "../../../../../emulator/services/elbv2/balancing/routableTargets";
import type { TaskPlan } from "../../../../../emulator/faults/scenario";
import { updateService } from "../../../../../emulator/services/ecs/operations/services/updateService";
import type { Service } from "../../../../../emulator/services/ecs/state/service";
import type { TargetGroup } from "../../../../../emulator/services/elbv2/state/targetGroup";
import type { Task, TaskStatus } from "../../../../../emulator/services/ecs/state/task";
import { Engine } from "../../../_helpers/engine";

const plan: fc.Arbitrary<Omit<TaskPlan, "family">> = fc.oneof(
  fc.constant({}),
  fc.record({ target: fc.record({ after: fc.integer({ min: 0, max: 300 }) }) }),
  fc.record({ target: fc.record({ until: fc.integer({ min: 0, max: 200 }) }) }),
  fc.constant({ target: { code: "timeout" as const } }),
  fc.record({ stop: fc.integer({ min: 0, max: 60 }), pull: fc.integer({ min: 0, max: 60 }) }),
);

const run = fc.record({
  seed: fc.integer(),
  desired: fc.integer({ min: 1, max: 5 }),
  minimum: fc.constantFrom(0, 50, 100),
  maximum: fc.constantFrom(100, 150, 200),
  delay: fc.constantFrom(0, 5, 30, 300),
  grace: fc.constantFrom(0, 60, 300),
  interval: fc.constantFrom(5, 30),
  rollback: fc.boolean(),
  plans: fc.tuple(plan, plan),
  steps: fc.array(
    fc.record({ family: fc.constantFrom("a", "b"), wait: fc.integer({ min: 1, max: 600 }) }),
    { minLength: 1, maxLength: 5 },
  ),
});

/** Statuses in which a task's containers are being ended, or are gone. */
const ending = new Set<TaskStatus>(["STOPPING", "DEPROVISIONING", "STOPPED"]);

/** Chai is too slow for so many checks. */
function must(so: boolean, what: string): void {
  if (!so) expect.fail(what);
}

/** Checks after every instant whose containers run, which targets are registered, and which of them get requests. */
function watcher(service: Service, group: TargetGroup): () => void {
  const known = new Set<Task>();
  return () => {
    for (const deployment of service.deployments) {
      for (const task of deployment.tasks) known.add(task);
    }
    const ofAddress = new Map([...known].map((task) => [task.address.privateIpv4Address, task]));
    const routable = routableTargets(group);
    for (const { id, health } of routable) {
      const task = ofAddress.get(id);
      must(
        task?.lastStatus === "RUNNING" || task?.lastStatus === "DEACTIVATING",
        `a target gets requests while its task is ${task?.lastStatus ?? "unknown"}`,
      );
      must(health.state !== "draining", "a draining target gets no request");
    }
    const registered = new Set([...group.targets].map(({ id }) => id));
    for (const task of known) {
      if (!ending.has(task.lastStatus)) continue;
      must(
        !registered.has(task.address.privateIpv4Address ?? ""),
        `the containers of a task are ended when it is ${task.lastStatus} and still registered`,
      );
      known.delete(task);
    }
  };
}

describe("emulator: random rollouts behind a load balancer", function () {
  this.timeout(120_000);

  it("stop no task before its target has drained, and send no request to one that ends", () => {
    let rollouts = 0;
    let steady = 0;
    fc.assert(
      fc.property(run, (given) => {
        const [a, b] = given.plans;
        const engine = new Engine(given.seed, {
          tasks: [
            { family: "a", ...a },
            { family: "b", ...b },
          ],
        });
        engine.register("a");
        engine.register("b");
        const group = engine.targetGroup({ interval: given.interval, delay: given.delay });
        const service = engine.createService({
          serviceName: "web",
          taskDefinition: "a",
          desiredCount: given.desired,
          healthCheckGracePeriodSeconds: given.grace,
          loadBalancers: [{ targetGroupArn: group.arn, containerName: "web", containerPort: 80 }],
          deploymentConfiguration: {
            minimumHealthyPercent: given.minimum,
            maximumPercent: given.maximum,
            deploymentCircuitBreaker: { enable: given.rollback, rollback: given.rollback },
          },
        });
        const watch = watcher(service, group);
        engine.pass(600, watch);
        for (const { family, wait } of given.steps) {
          if (service.deployments.length < 5) {
            updateService(engine.ecs, { cluster: "main", service: "web", taskDefinition: family });
          }
          engine.pass(wait, watch);
        }
        engine.pass(3600, watch);
        rollouts += service.serviceDeployments.length;
        const [primary] = service.deployments;
        if (primary?.rolloutState === "COMPLETED" && service.scheduling.steady) {
          steady++;
          const staying = [...group.targets].filter(({ health }) => health.state !== "draining");
          must(staying.length === given.desired, "a steady service has as many targets as tasks");
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(rollouts).to.be.above(600);
    expect(steady).to.be.above(100);
  });
});
