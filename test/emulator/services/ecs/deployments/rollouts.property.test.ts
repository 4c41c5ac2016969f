import { expect } from "chai";
import * as fc from "fast-check";
import { continueServiceDeployment } from "../../../../../emulator/services/ecs/operations/serviceDeployments/continueServiceDeployment";
import { stopServiceDeployment } from "../../../../../emulator/services/ecs/operations/serviceDeployments/stopServiceDeployment";
import { updateService } from "../../../../../emulator/services/ecs/operations/services/updateService";
import { taskBounds } from "../../../../../emulator/services/ecs/deployments/taskBounds";
import type { ServiceDeploymentStatus } from "../../../../../emulator/services/ecs/shapes";
import { ServiceError } from "../../../../../emulator/wire/serviceError";
import type { ServiceDeployment } from "../../../../../emulator/services/ecs/state/deployment";
import type { Service } from "../../../../../emulator/services/ecs/state/service";
import type { Task } from "../../../../../emulator/services/ecs/state/task";
import { Engine } from "../../../_helpers/engine";
import { randomRun } from "../../../_helpers/randomRun";

/**
 * What a deployment that nothing moves any more may end as (dg/service-deployment); without a breaker it may go on for
 * ever.
 */
const final = new Set<ServiceDeploymentStatus>([
  "SUCCESSFUL",
  "STOPPED",
  "ROLLBACK_SUCCESSFUL",
  "ROLLBACK_FAILED",
]);

const afterInProgress: ServiceDeploymentStatus[] = [
  "SUCCESSFUL",
  "STOP_REQUESTED",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_FAILED",
  "STOPPED",
];

/**
 * What may follow what (dg/service-deployment). Where no task has to start, IN_PROGRESS takes no time, and where
 * nothing can be rolled back to, ROLLBACK_IN_PROGRESS doesn't: then what comes after is seen to follow the status
 * before.
 */
const next: Record<ServiceDeploymentStatus, readonly ServiceDeploymentStatus[]> = {
  PENDING: ["IN_PROGRESS", ...afterInProgress],
  IN_PROGRESS: afterInProgress,
  STOP_REQUESTED: ["STOPPED"],
  ROLLBACK_REQUESTED: ["ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"],
  ROLLBACK_IN_PROGRESS: ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"],
  SUCCESSFUL: [],
  STOPPED: [],
  ROLLBACK_SUCCESSFUL: [],
  ROLLBACK_FAILED: [],
};

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

/** Checks the promises that hold at every instant. */
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

  it("keep every promise about bounds, counts and statuses in 10,000 rollouts of 3,700 services", () => {
    let [rollouts, byAlarm, byHook] = [0, 0, 0];
    fc.assert(
      fc.property(randomRun, (given) => {
        const engine = new Engine(given.seed, {
          tasks: Object.entries(given.plans).map(([family, [what, when]]) => ({
            family,
            ...what,
            ...when,
          })),
        });
        for (const name of ["errors", "latency"]) engine.putAlarm(name);
        for (const family of ["a", "b", "checked-a", "checked-b"]) engine.register(family);
        const service = engine.createService({
          serviceName: "web",
          taskDefinition: "a",
          desiredCount: given.desired,
          deploymentConfiguration: {
            minimumHealthyPercent: given.minimum,
            maximumPercent: given.maximum,
            ...given.watching,
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
            } else if (step.kind === "alarm") {
              engine.emulator.alarms.setState(step.name, step.state, "");
            } else if (step.kind === "continue") {
              const { arn, hooks } = service.serviceDeployments[0]!;
              const hookId = hooks.find((h) => h.status === "AWAITING_ACTION")?.id ?? "";
              const { action } = step;
              continueServiceDeployment(engine.ecs, { serviceDeploymentArn: arn, hookId, action });
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
        for (const { alarms, hooks } of service.serviceDeployments) {
          if (alarms.status === "TRIGGERED") byAlarm++;
          if (hooks.some((h) => h.status === "FAILED")) byHook++;
        }
      }),
      { numRuns: 3700, seed: 7 },
    );
    expect(rollouts).to.be.at.least(10_000);
    expect(byAlarm, "ended by an alarm").to.be.at.least(100);
    expect(byHook, "ended at a hook").to.be.at.least(10);
  });
});

/** Checks after every instant that the scheduler's own starts and stops keep to the bounds. */
function watcher(service: Service): () => void {
  let known = new Set<Task>();
  let good = new Set<Task>();
  const statuses = new Map<ServiceDeployment, ServiceDeploymentStatus>();
  const isGood = (t: Task) => t.service?.healthy === true && t.desiredStatus === "RUNNING";
  return () => {
    checkNow(service);
    for (const deployment of service.serviceDeployments.slice(0, 8)) {
      const before = statuses.get(deployment) ?? "PENDING";
      must(
        before === deployment.status || next[before].includes(deployment.status),
        `${before} does not become ${deployment.status}`,
      );
      statuses.set(deployment, deployment.status);
    }
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
    expect(final.has(old.status), `a superseded deployment is ${old.status}`).to.equal(true);
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
