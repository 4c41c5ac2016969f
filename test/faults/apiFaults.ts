import type { FaultAws } from "./_ground/faultAws";
import { newCommit } from "./_ground/releasedBefore";
import {
  deployed,
  faulty,
  refused,
  rolledBackByEcs,
  type Expected,
  type FaultCase,
} from "./faultCase";

const calls = (operation: string, fault: object, more: object = {}) => ({
  scenario: { api: [{ accessKeyId: "AKIASLIPWAY", operation, ...more, fault }] },
});
const throttle = { kind: "throttle" };
const denied = { kind: "denied" };
const unavailable = { kind: "error", status: 503, code: "ServiceUnavailable" };
const expired = { kind: "error", status: 400, code: "ExpiredTokenException" };
const crash = { family: faulty, image: `*:${newCommit}`, exit: { after: 2, code: 1 } };
const migration = { "slipway:migration": { service: faulty, command: ["migrate"] } };
const always = { times: 0 };
const reads =
  (fault: object, times: number) =>
  (aws: FaultAws): void =>
    aws.apply({ api: [{ accessKeyId: "AKIASLIPWAY", operation: "Describe*", times, fault }] });

/** What calls of AWS run into. */
export const apiFaults: readonly FaultCase[] = [
  {
    title: "30 reads in a row throttled, while services move",
    whenAllMove: reads(throttle, 30),
    expected: deployed,
  },
  {
    title: "every read throttled, from the beginning",
    ...calls("Describe*", throttle, always),
    expected: refused(0),
    evidence: [/AWS throttles ecs:Describe\w+/],
  },
  {
    title: "a twentieth of AWS's request rates",
    scenario: { throttling: { factor: 0.05 } },
    expected: deployed,
  },
  {
    title: "UpdateService throttled three times",
    ...calls("UpdateService", throttle, { times: 3 }),
    expected: deployed,
  },
  {
    title: "RegisterTaskDefinition throttled three times",
    ...calls("RegisterTaskDefinition", throttle, { times: 3 }),
    expected: deployed,
  },
  {
    title: "reads fail with 503, ten in a row, while services move",
    whenAllMove: reads(unavailable, 10),
    expected: deployed,
  },
  {
    title: "UpdateService fails with 503 once",
    ...calls("UpdateService", unavailable),
    expected: deployed,
  },
  {
    title: "connection reset at every read, ten in a row, while services move",
    whenAllMove: reads({ kind: "reset" }, 10),
    expected: deployed,
  },
  {
    title: "connection reset at UpdateService",
    ...calls("UpdateService", { kind: "reset" }),
    expected: deployed,
  },
  {
    title: "answer of UpdateService lost",
    ...calls("UpdateService", { kind: "lost" }),
    expected: deployed,
  },
  {
    title: "answer of RegisterTaskDefinition lost",
    ...calls("RegisterTaskDefinition", { kind: "lost" }),
    expected: deployed,
  },
  {
    title: "every answer 2 s late",
    ...calls("*", { kind: "slow", seconds: 400 }, { times: 20 }),
    expected: deployed,
  },
  {
    title: "DescribeServices a minute behind",
    scenario: { stale: { services: 60 } },
    expected: deployed,
  },
  {
    title: "DescribeServices a minute behind, crash",
    scenario: { stale: { services: 60 }, tasks: [crash] },
    expected: rolledBackByEcs,
    evidence: [/"exitCode": 1/],
  },
  {
    title: "one-off task MISSING at first",
    scenario: { stale: { tasks: 60 } },
    config: migration,
    expected: deployed,
  },
  {
    title: "answer of RunTask lost",
    ...calls("RunTask", { kind: "lost" }),
    config: migration,
    expected: deployed,
  },
  {
    title: "service deployments may not be read",
    ...calls("*ServiceDeployments", denied, always),
    expected: deployed,
  },
  {
    title: "service deployments may not be read, crash",
    scenario: {
      tasks: [crash],
      ...calls("*ServiceDeployments", denied, always).scenario,
    },
    expected: rolledBackByEcs,
    evidence: [/"exitCode": 1/],
  },
  {
    title: "services may not be read",
    ...calls("DescribeServices", denied, always),
    expected: refused(0),
    evidence: [/not authorized to perform: ecs:DescribeServices/],
  },
  {
    title: "revisions may not be registered",
    ...calls("RegisterTaskDefinition", denied, always),
    expected: refused(0, true),
    evidence: [/not authorized to perform: ecs:RegisterTaskDefinition/],
  },
  {
    title: "services may not be updated",
    ...calls("UpdateService", denied, always),
    expected: refused(1, true),
    evidence: [/not authorized to perform: ecs:UpdateService/],
  },
  {
    title: "credentials expire while services move",
    whenAllMove: ({ emulator }) =>
      emulator.faults.addApiFault({
        ...{ accessKeyId: "AKIASLIPWAY", operation: "*", skip: 0, times: 0 },
        fault: { ...expired, kind: "error", message: "The security token is expired." },
      }),
    expected: stillMoving,
    evidence: [/expired/i, /may still be moving/],
  },
];

/** Nobody may say that it failed, and nothing may be brought back: it isn't known how it ends. */
function stillMoving(): Expected {
  return { exit: 9, outcome: "unknown", faulty: "new", others: "new", tag: "new" };
}
