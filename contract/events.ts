import type { Evidence } from "./evidence";
import type { Outcome } from "./outcome";

/** What happens in a release, as it happens. Names of variables only, never their values. */
export type ReleaseEvent =
  | RevisionEvent
  | RolloutEvent
  | TaskEvent
  | ImageEvent
  | ImageCopyEvent
  | WaitingEvent
  | WarningEvent;

export interface RevisionEvent {
  type: "revision";
  service: string;
  family: string;
  action: RevisionAction;
  from: RevisionImages;
  /** No revision in a preview of one that is not registered yet. */
  to: { revision?: string; images: Record<string, string> };
  variables: VariableChange[];
  preview: boolean;
}

/** `reuse`: another revision with this content exists; `unchanged`: the live one has it. */
export type RevisionAction = "register" | "reuse" | "unchanged";

/** A revision `family:n` and the image of each of its containers. */
export interface RevisionImages {
  revision: string;
  images: Record<string, string>;
}

export interface VariableChange {
  container: string;
  name: string;
  change: "added" | "changed";
}

export interface RolloutEvent {
  type: "rollout";
  service: string;
  phase: "planned" | "started" | "progress" | "ended";
  from?: string;
  to: string | undefined;
  /** `family:n` deployed last, where that is not `from`: a failed rollout is recovered to it. */
  lastDeployed?: string;
  deploymentId?: string;
  desired?: number;
  running?: number;
  pending?: number;
  failed?: number;
  /** A line for people. */
  status?: string;
  /** The outcome to come, sent when the failure is seen, while ECS still rolls back. */
  failing?: { outcome: Outcome; reason: string };
  outcome?: Outcome;
  reason?: string;
  /** What to do next. */
  next?: string;
  evidence?: Evidence;
  seconds?: number;
}

export interface TaskEvent {
  type: "task";
  service: string;
  phase: "waiting" | "started" | "running" | "ended";
  taskArn?: string;
  exitCode?: number;
  reason?: string;
  logLines?: string[];
}

export interface ImageEvent {
  type: "image";
  name: string;
  action: "build" | "existing";
  reference: string;
  digest?: string;
}

/** An image on its way to one more repository. */
export interface ImageCopyEvent {
  type: "copy";
  phase: "planned" | "copying" | "ended";
  /** Repository URLs. */
  from: string;
  to: string;
  digest: string;
  /** That are missing, or were sent. */
  manifests?: number;
  layers?: number;
  /** Of those layers; while it is copied, those that have arrived. */
  bytes?: number;
  /** How many there will be. */
  total?: number;
  /** Layers that the registry took over from its other repository by itself. */
  mounted?: number;
}

/** A release that has not begun, because a rollout of another deployer has not ended. */
export interface WaitingEvent {
  type: "waiting";
  service: string;
  /** For people, e.g. `waiting for another's rollout to mage-web:42 (ecs-svc/1): 1 of 2 running`. */
  status: string;
}

export interface WarningEvent {
  type: "warning";
  service?: string;
  message: string;
}

const prefix = "slipway-event ";

/** One line of text that `decodeEvent` reads back. */
export function encodeEvent(event: ReleaseEvent): string {
  return prefix + JSON.stringify(event);
}

/** The event in a line of log, or undefined when the line holds none. */
export function decodeEvent(line: string): ReleaseEvent | undefined {
  const text = line.trim();
  if (!text.startsWith(prefix)) return undefined;
  try {
    const event: unknown = JSON.parse(text.slice(prefix.length));
    return isEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

const types: readonly string[] = [
  "revision",
  "rollout",
  "task",
  "image",
  "copy",
  "waiting",
  "warning",
] satisfies ReleaseEvent["type"][];

function isEvent(value: unknown): value is ReleaseEvent {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  return typeof value.type === "string" && types.includes(value.type);
}
