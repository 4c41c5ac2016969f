import type { Deployment, Service, ServiceDeploymentStatus } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import {
  nextRollbackStep,
  type RollbackView,
} from "../../../../../targets/ecs/controllers/ecs/nextRollbackStep";
import { arnOf, deployment, service, serviceDeployment } from "../../_helpers/records";

const replaces = "ecs-svc/200";
const wanted = arnOf("web:1");

const bad = (fields: Partial<Deployment> = {}) =>
  deployment({ id: replaces, taskDefinition: arnOf("web:2"), ...fields });
const good = (fields: Partial<Deployment> = {}) =>
  deployment({ id: "ecs-svc/100", runningCount: 2, rolloutState: "COMPLETED", ...fields });
const listed = (...deployments: Deployment[]) => service({ deployments });
const told = (status: ServiceDeploymentStatus) => serviceDeployment(replaces, { status });

function plan(seen: Service, view: Partial<RollbackView> = {}): string {
  const step = nextRollbackStep(replaces, wanted, {
    service: seen,
    replaced: undefined,
    stopLeadsToRevision: false,
    stopped: false,
    maybeStale: false,
    ...view,
  });
  return step.kind === "update" && step.force ? "update by force" : step.kind;
}

const moving = listed(bad(), good({ status: "ACTIVE" }));
const failed = listed(bad({ rolloutState: "FAILED" }), good({ status: "ACTIVE" }));

describe("nextRollbackStep", () => {
  const cases: [string, Service, Partial<RollbackView>, string][] = [
    ["completed", listed(bad({ rolloutState: "COMPLETED" })), {}, "update"],
    ["failed", failed, {}, "update"],
    ["failed, ECS goes back", failed, going("ROLLBACK_IN_PROGRESS"), "read again"],
    ["failed, and ECS's rollback too", failed, going("ROLLBACK_FAILED"), "update"],
    ["in progress, without the API", moving, {}, "update"],
    ["in progress", moving, going("IN_PROGRESS"), "stop"],
    ["pending", moving, going("PENDING"), "stop"],
    ["a stop leads elsewhere", moving, { replaced: told("IN_PROGRESS") }, "update"],
    ["stopped before", moving, { ...going("IN_PROGRESS"), stopped: true }, "read again"],
    ["being stopped", moving, going("ROLLBACK_REQUESTED"), "read again"],
    ["stopped too late", moving, going("SUCCESSFUL"), "update"],
    ["being superseded", moving, going("STOP_REQUESTED"), "update"],
    [
      "rolled back, in a stale answer",
      moving,
      { ...going("ROLLBACK_SUCCESSFUL"), maybeStale: true },
      "read again",
    ],
  ];
  for (const [state, seen, view, expected] of cases) {
    it(`the deployment is PRIMARY, ${state}: ${expected}`, () => {
      expect(plan(seen, view)).to.equal(expected);
    });
  }

  const same = (rolloutState: Deployment["rolloutState"]) =>
    listed(bad({ taskDefinition: wanted, rolloutState }));
  const forced: [string, Service, Partial<RollbackView>, string][] = [
    ["completed", same("COMPLETED"), {}, "already there"],
    ["failed", same("FAILED"), {}, "update by force"],
    ["in progress", same("IN_PROGRESS"), {}, "watch"],
    ["in progress, can be stopped", same("IN_PROGRESS"), going("IN_PROGRESS"), "stop"],
  ];
  for (const [state, seen, view, expected] of forced) {
    it(`the deployment was one of the same revision, ${state}: ${expected}`, () => {
      expect(plan(seen, view)).to.equal(expected);
    });
  }

  const unsure = { maybeStale: true };
  const others: [string, Service, Partial<RollbackView>, string][] = [
    ["is back", listed(good()), {}, "already there"],
    ["may be a stale read of the time before", listed(good()), unsure, "read again"],
    [
      "is back, as ECS's own word confirms",
      listed(good()),
      { ...unsure, replaced: told("ROLLBACK_SUCCESSFUL") },
      "already there",
    ],
    [
      "is back, as the failed one beside it shows",
      listed(good(), bad({ status: "ACTIVE", rolloutState: "FAILED" })),
      unsure,
      "already there",
    ],
    ["is on its way back", listed(good({ rolloutState: "IN_PROGRESS" })), unsure, "watch"],
    ["could not go back", listed(good({ rolloutState: "FAILED" })), {}, "failed"],
    ["is somebody else's", listed(good({ taskDefinition: arnOf("web:3") })), {}, "superseded"],
    [
      "looks like somebody else's in one answer",
      listed(good({ taskDefinition: arnOf("web:3") })),
      unsure,
      "read again",
    ],
    ["has no PRIMARY", listed(), {}, "superseded"],
    [
      "is back behind a Classic Load Balancer",
      listed(deployment({ rolloutState: undefined, runningCount: 2 })),
      {},
      "already there",
    ],
    [
      "is on its way back behind a Classic Load Balancer",
      listed(deployment({ rolloutState: undefined, runningCount: 1 })),
      {},
      "watch",
    ],
  ];
  for (const [state, seen, view, expected] of others) {
    it(`the service ${state}: ${expected}`, () => {
      expect(plan(seen, view)).to.equal(expected);
    });
  }
});

/** A stop would lead back to the wanted revision. */
function going(status: ServiceDeploymentStatus): Partial<RollbackView> {
  return { replaced: told(status), stopLeadsToRevision: true };
}
