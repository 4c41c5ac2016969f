import type { CreateServiceCommandInput } from "@aws-sdk/client-ecs";
import type { OutcomeKind } from "../../contract/outcome";
import type { FaultAws } from "./_ground/faultAws";

export const policies = ["stop", "rollback"] as const;
export type Policy = (typeof policies)[number];

/** A service alone, or five of which only the first has trouble with its tasks. */
export const sizes = [1, 5] as const;
export type Size = (typeof sizes)[number];

export const serviceNames = ["web", "api", "worker", "mail", "cron"] as const;
/** The service whose tasks fail, where tasks do. */
export const faulty = serviceNames[0];

/** Something that goes wrong in a release, and what has to come of it. */
export interface FaultCase {
  /** For the table. */
  readonly title: string;
  /** What the emulator is told, before the release begins. */
  readonly scenario?: object;
  /** Of the stack, beyond the policy. */
  readonly config?: object;
  /** How the services are, other than two tasks and a circuit breaker that rolls back. */
  readonly service?: Partial<CreateServiceCommandInput>;
  /** Done once, right after the release has moved the faulty service. */
  readonly meanwhile?: (aws: FaultAws) => Promise<void> | void;
  /** Done once, before the release hears that the last of its services has been moved. */
  readonly whenAllMove?: (aws: FaultAws) => void;
  readonly expected: (policy: Policy, size: Size) => Expected;
  /** What the output of the release has to say. */
  readonly evidence?: readonly RegExp[];
}

/** What a service runs when nothing moves any more. */
export type Runs = "new" | "old" | "other" | "failed" | "moving" | "gone";

export interface Expected {
  readonly exit: number;
  /** Of the faulty service; absent where no service was touched. */
  readonly outcome?: OutcomeKind;
  readonly faulty: Runs;
  /** The other services. */
  readonly others: Runs;
  /** What `:staging` names in the end. */
  readonly tag: "new" | "old";
  /** Revisions that the release adds to the faulty service's family. @default 1 */
  readonly revisions?: number;
  /** Deployments that the faulty service gets; not looked at where ways back differ. */
  readonly deployments?: number;
}

type Ending = (policy: Policy, size: Size) => Expected;

/** The release succeeds. */
export const deployed: Ending = () => ({
  ...{ exit: 0, outcome: "deployed", faulty: "new", others: "new", tag: "new" },
  deployments: 1,
});

/** ECS itself takes the faulty service back; under `rollback` everything else goes back too. */
export const rolledBackByEcs: Ending = (policy, size) =>
  policy === "rollback"
    ? {
        ...{ exit: 6, outcome: "rolled back", faulty: "old", others: "old", tag: "old" },
        deployments: 1,
      }
    : {
        deployments: 1,
        ...{ exit: size === 1 ? 6 : 7, outcome: "rolled back", faulty: "old", others: "new" },
        tag: "new",
      };

/** ECS leaves the faulty service as it is. */
export const leftFailed: Ending = (policy) =>
  policy === "rollback"
    ? { exit: 6, outcome: "failed", faulty: "old", others: "old", tag: "old" }
    : { exit: 7, outcome: "failed", faulty: "failed", others: "new", tag: "new" };

/** Nothing ends it: Slipway's own limit does. */
export const timedOut: Ending = (policy) =>
  policy === "rollback"
    ? { exit: 6, outcome: "timed out", faulty: "old", others: "old", tag: "old" }
    : { exit: 9, outcome: "timed out", faulty: "moving", others: "new", tag: "new" };

/** No service was touched. A tag that was moved before stays under `stop`. */
export const refused =
  (revisions: number, tagMoved = false): Ending =>
  (policy) => ({
    ...{ exit: 3, faulty: "old", others: "old", revisions, deployments: 0 },
    tag: tagMoved && policy === "stop" ? "new" : "old",
  });
