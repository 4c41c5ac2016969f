import type { Deployment, Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import { firstObservation, observe } from "../../../../targets/ecs/watch/observe";
import type { Outcome } from "../../../../contract/outcome";
import type { RolloutTarget } from "../../../../targets/ecs/watch/snapshot";
import { verdict, type Verdict } from "../../../../targets/ecs/judge/verdict";
import { arnOf, deployment, service } from "./records";

export const ours = "ecs-svc/200";
const older = "ecs-svc/100";
export const newer = "ecs-svc/300";
export const createdAt = new Date("2026-01-01T00:10:00Z");
export const target: RolloutTarget = {
  deploymentId: ours,
  taskDefinition: arnOf("web:2"),
  createdAt,
};

export function own(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({ id: ours, taskDefinition: arnOf("web:2"), createdAt, ...overrides });
}
export function old(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({
    id: older,
    status: "ACTIVE",
    taskDefinition: arnOf("web:1"),
    createdAt: new Date("2025-12-01T00:00:00Z"),
    rolloutState: "COMPLETED",
    runningCount: 2,
    ...overrides,
  });
}
export function next(overrides: Partial<Deployment> = {}): Deployment {
  return deployment({
    id: newer,
    taskDefinition: arnOf("web:3"),
    createdAt: new Date("2026-01-01T00:20:00Z"),
    ...overrides,
  });
}

/** What DescribeServices answers in each situation of our deployment. */
export const situations = {
  ours: service({ deployments: [own({ runningCount: 1 }), old()] }),
  older: service({ deployments: [old({ status: "PRIMARY", rolloutState: "IN_PROGRESS" })] }),
  newer: service({ deployments: [next(), own({ status: "ACTIVE" }), old()] }),
};

export interface Seen {
  service?: Service;
  serviceDeployment?: ServiceDeployment;
}

/** The verdict after these answers, five seconds apart, our deployment having been seen before. */
export function after(...answers: Seen[]): Verdict {
  return judge([{ service: situations.ours }, ...answers]);
}

export function judge(answers: readonly Seen[], start = 0): Verdict {
  const observation = answers.reduce(
    (before, seen, n) => observe(before, { at: start + (n + 1) * 5000, ...seen }),
    firstObservation(target, 0),
  );
  return verdict(observation);
}

/** In one line, for tables. */
export function inWords(result: Verdict): string {
  if (result.state === "ended") return brief(result.outcome);
  if (result.failing) return `moving, will be ${brief(result.failing.outcome)}`;
  return result.idle ? `moving, ${result.idle}` : "moving";
}

function brief(outcome: Outcome): string {
  if (outcome.kind !== "rolled back") return outcome.kind;
  return `rolled back by ${outcome.by}${outcome.finished ? "" : ", unfinished"}`;
}
