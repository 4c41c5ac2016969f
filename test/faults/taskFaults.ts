import { newCommit, oldCommit } from "./_ground/releasedBefore";
import {
  deployed,
  faulty,
  leftFailed,
  rolledBackByEcs,
  timedOut,
  type FaultCase,
} from "./faultCase";

const newTasks = { family: faulty, image: `*:${newCommit}` };
const tasks = (...plans: object[]) => ({
  scenario: { tasks: plans.map((plan) => ({ ...newTasks, ...plan })) },
});
const breaker = (enable: boolean, rollback: boolean) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable, rollback } },
});
/** Real seconds, so that what never ends ends soon. */
const impatient = { "slipway:rollout": { timeout: "8 s" } };

const secretMissing =
  "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.";
const notRunnable =
  'CannotStartContainerError: failed to create shim task: OCI runtime create failed: exec: "web": executable file not found in $PATH';

/** What tasks run into. */
export const taskFaults: readonly FaultCase[] = [
  { title: "none", expected: deployed },
  {
    title: "image missing",
    ...tasks({ pullError: "missing" }),
    expected: rolledBackByEcs,
    evidence: [/CannotPullContainerError/, /not found/],
  },
  {
    title: "registry times out",
    ...tasks({ pullError: "timeout" }),
    expected: rolledBackByEcs,
    evidence: [/CannotPullContainerError/, /i\/o timeout/],
  },
  {
    title: "secret missing",
    ...tasks({ provisionError: secretMissing }),
    expected: rolledBackByEcs,
    evidence: [/ResourceInitializationError/, /can't find the specified secret/],
  },
  {
    title: "program can't be started",
    ...tasks({ startError: notRunnable }),
    expected: rolledBackByEcs,
    evidence: [/CannotStartContainerError/, /executable file not found/],
  },
  {
    title: "no capacity",
    ...tasks({ noCapacity: true }),
    expected: rolledBackByEcs,
    evidence: [/Capacity is unavailable/],
  },
  {
    title: "crash at once",
    ...tasks({ exit: { after: 0, code: 3 } }),
    expected: rolledBackByEcs,
    evidence: [/"exitCode": 3/, /Essential container in task exited/],
  },
  {
    title: "crash after 10 s, before healthy",
    ...tasks({ exit: { after: 10, code: 1 } }),
    expected: rolledBackByEcs,
    evidence: [/"exitCode": 1/],
  },
  {
    title: "out of memory",
    ...tasks({ outOfMemory: { after: 5 } }),
    expected: rolledBackByEcs,
    evidence: [/"exitCode": 137/, /OutOfMemory/],
  },
  {
    title: "never healthy",
    ...tasks({ healthy: "never" }),
    expected: rolledBackByEcs,
    evidence: [/failed container health checks/],
  },
  {
    title: "healthy at first, then never again",
    // Old tasks that take their time: else the rollout may be over while the new ones are healthy.
    ...tasks(
      { only: [1, 2], healthy: { after: 5 }, unhealthy: { after: 10 } },
      { healthy: "never" },
      { image: `*:${oldCommit}`, stop: 60 },
    ),
    expected: rolledBackByEcs,
    evidence: [/failed container health checks/],
  },
  {
    title: "first task crashes",
    ...tasks({ only: [1], exit: { after: 2, code: 1 } }),
    expected: deployed,
  },
  {
    title: "every 2nd task crashes",
    ...tasks({ every: 2, exit: { after: 2, code: 1 } }),
    expected: deployed,
  },
  {
    title: "sidecar crashes (not essential)",
    ...tasks({ container: "router", exit: { after: 2, code: 1 } }),
    expected: deployed,
  },
  {
    title: "slow in every phase",
    ...tasks({ provision: 90, pull: 240, start: 60, remove: 60, healthy: { after: 90 } }),
    expected: deployed,
  },
  {
    title: "old tasks ignore SIGTERM",
    scenario: { tasks: [{ image: `*:${oldCommit}`, stop: 300 }] },
    expected: deployed,
  },
  {
    title: "crash, circuit breaker without rollback",
    ...tasks({ exit: { after: 2, code: 1 } }),
    service: breaker(true, false),
    expected: leftFailed,
    evidence: [/"exitCode": 1/],
  },
  {
    title: "crash, no circuit breaker",
    ...tasks({ exit: { after: 2, code: 1 } }),
    service: breaker(false, false),
    config: impatient,
    expected: timedOut,
    evidence: [/"exitCode": 1/],
  },
];
