import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { whenToLookNext, type Looks } from "../../../../targets/ecs/watch/whenToLookNext";
import { deployment, service, serviceDeployment } from "../_helpers/records";

const id = "ecs-svc/2";
const minute = 60_000;
const slow = 10_000;
const fast = 1_500;

const old = (more: Partial<Deployment> = {}) =>
  deployment({ id: "ecs-svc/1", status: "ACTIVE", rolloutState: "COMPLETED", ...more });
const ours = (more: Partial<Deployment> = {}) =>
  deployment({
    ...{ id, status: "PRIMARY", rolloutState: "IN_PROGRESS" },
    ...{ desiredCount: 4, runningCount: 0, pendingCount: 4 },
    ...more,
  });
const full = { runningCount: 4, pendingCount: 0 };

function seen(
  deployments: Deployment[],
  own?: Partial<ServiceDeployment>,
  more: Partial<Service> = {},
): Looks["latest"] {
  return {
    at: 0,
    service: service({ desiredCount: 4, runningCount: 4, deployments, ...more }),
    ...(own && { serviceDeployment: serviceDeployment(id, { status: "IN_PROGRESS", ...own }) }),
  };
}

const breaker = {
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
};

describe("whenToLookNext", () => {
  // What is seen, milliseconds since it last changed, milliseconds to the next look.
  const rows: [string, Looks["latest"], number, number][] = [
    ["no look yet", undefined, 0, fast],
    ["tasks that are starting, just now", seen([ours(), old()]), 0, fast],
    ["tasks that are starting, for 8 s", seen([ours(), old()]), 8_000, 4_000],
    ["tasks that are starting, for a minute", seen([ours(), old()]), minute, slow],
    ["a hook that waits for a person", hook("AWAITING_ACTION"), 10 * minute, slow],
    ["a hook that runs", hook("IN_PROGRESS"), minute, slow],
    [
      "traffic that has steps to go",
      seen([ours(full), old()], { lifecycleStage: "PRODUCTION_TRAFFIC_SHIFT" }),
      5 * minute,
      slow,
    ],
    ["all tasks running, old ones draining, just now", draining(), 0, fast],
    ["old tasks draining for 30 s", draining(), 30_000, 3_000],
    ["old tasks draining for 4 min", draining(), 4 * minute, 5_000],
    ["all tasks running, none draining, for 30 s", seen([ours(full), old()]), 30_000, fast],
    ["all tasks running, none draining, for 2 min", seen([ours(full), old()]), 2 * minute, 4_000],
    ["all tasks running, none draining, for an hour", seen([ours(full)]), 60 * minute, slow],
    ["a service that is gone", { at: 0 }, 20_000, fast],
    ["a service without our deployment", seen([old()]), 20_000, fast],
    ["a deployment that ECS calls failed", seen([ours({ rolloutState: "FAILED" })]), 20_000, fast],
    [
      "one failed task less than the breaker takes",
      seen([ours({ failedTasks: 2 }), old()], undefined, breaker),
      20_000,
      fast,
    ],
    [
      "the breaker's own count one below its threshold",
      seen(
        [ours(), old()],
        { deploymentCircuitBreaker: { failureCount: 9, threshold: 10 } },
        breaker,
      ),
      20_000,
      fast,
    ],
    [
      "failed tasks without a breaker, where they end nothing",
      seen([ours({ failedTasks: 2 }), old()]),
      minute,
      slow,
    ],
    [
      "a rollback whose old tasks all run",
      seen([ours({ status: "ACTIVE" }), old({ status: "PRIMARY", desiredCount: 4, ...full })]),
      20_000,
      fast,
    ],
    [
      "a rollback whose old tasks are starting",
      seen([
        ours({ status: "ACTIVE" }),
        old({ status: "PRIMARY", desiredCount: 4, pendingCount: 4 }),
      ]),
      minute,
      slow,
    ],
  ];

  function draining() {
    return seen([ours(full), old({ runningCount: 4 })], undefined, { runningCount: 8 });
  }

  function hook(status: "AWAITING_ACTION" | "IN_PROGRESS") {
    return seen([ours(full), old()], { lifecycleHookDetails: [{ status }] });
  }

  for (const [given, latest, sinceChange, expected] of rows) {
    it(`given ${given}: ${expected} ms`, () => {
      const looks = {
        deploymentId: id,
        latest,
        changedAt: -sinceChange,
        unchangedAt: -sinceChange,
      };
      expect(whenToLookNext(looks, 0)).to.equal(expected);
    });
  }

  const bakes: [string, number, number][] = [
    ["5 min before its earliest end", 5 * minute, slow],
    ["4 s before its earliest end", 9 * minute + 56_000, 4_000],
    ["at its earliest end", 10 * minute, fast],
    ["past its earliest end", 10 * minute + 5_000, fast],
  ];
  for (const [given, since, expected] of bakes) {
    it(`given a bake of 10 min ${given}: ${expected} ms`, () => {
      const latest = seen([ours(full), old()], {
        lifecycleStage: "BAKE_TIME",
        deploymentConfiguration: { bakeTimeInMinutes: 10 },
      });
      const looks = { deploymentId: id, latest, changedAt: -since + 5_000, unchangedAt: -since };
      expect(whenToLookNext(looks, 0)).to.equal(expected);
    });
  }
});
