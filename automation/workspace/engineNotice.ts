import { decodeEvent, type ReleaseEvent } from "../../contract/events";

/**
 * What the runner takes from the engine's event stream. Nothing else passes: the engine's own
 * debug events hold every property of every resource in clear.
 */
export type EngineNotice =
  | { kind: "release"; event: ReleaseEvent }
  | { kind: "diagnostic"; level: "warning" | "error"; resource?: ResourceName; message: string }
  | ResourceStep
  | ({ kind: "unchanged" } & UnchangedRollout)
  | { kind: "cancelling" };

export interface ResourceStep {
  kind: "resource";
  phase: "started" | "ended" | "failed";
  /** `create`, `update`, `same`, … */
  op: string;
  resource: ResourceName;
  /** Of an image that was pushed. */
  digest?: string;
}

/** A rollout that the engine has nothing to do for, and so asks nobody about; seen live before. */
export interface UnchangedRollout {
  readonly service: string;
  readonly revision: string;
  readonly deploymentId?: string;
  /** The service wants no task, so none has run this. */
  readonly untested: boolean;
}

export interface ResourceName {
  /** `slipway:ecs:ServiceRollout`. */
  readonly type: string;
  readonly name: string;
}

/** The members of Pulumi's engine events that are read here (@pulumi/pulumi/automation/events). */
export interface EngineEventLike {
  stdoutEvent?: { message: string };
  diagnosticEvent?: { urn?: string; prefix?: string; message: string; severity: string };
  resourcePreEvent?: { metadata: StepLike };
  resOutputsEvent?: { metadata: StepLike };
  resOpFailedEvent?: { metadata: StepLike };
}

interface StepLike {
  op: string;
  urn: string;
  new?: { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> };
}

/** @returns undefined for everything that the runner has no use for */
export function noticeOf(event: EngineEventLike): EngineNotice | undefined {
  if (event.diagnosticEvent) return diagnostic(event.diagnosticEvent);
  if (event.resourcePreEvent) return step("started", event.resourcePreEvent.metadata);
  if (event.resOutputsEvent) return step("ended", event.resOutputsEvent.metadata);
  if (event.resOpFailedEvent) return step("failed", event.resOpFailedEvent.metadata);
  const printed = event.stdoutEvent?.message;
  return printed?.includes("received; cancelling") ? { kind: "cancelling" } : undefined;
}

function diagnostic(event: NonNullable<EngineEventLike["diagnosticEvent"]>) {
  const { severity } = event;
  if (severity === "debug") {
    const release = decodeEvent(plain(event.message));
    return release && ({ kind: "release", event: release } as const);
  }
  if (severity !== "warning" && severity !== "error") return undefined;
  const resource = event.urn ? resourceName(event.urn) : undefined;
  const message = plain(event.message).trim();
  return { kind: "diagnostic", level: severity, resource, message } as const;
}

function step(phase: "started" | "ended" | "failed", metadata: StepLike): EngineNotice {
  const resource = resourceName(metadata.urn);
  const rollout =
    phase === "ended" && metadata.op === "same" ? unchanged(resource, metadata) : null;
  return (
    rollout ?? { kind: "resource", phase, op: metadata.op, resource, ...pushed(resource, metadata) }
  );
}

function pushed({ type }: ResourceName, metadata: StepLike): { digest?: string } {
  const digest = type === "docker-build:index:Image" ? metadata.new?.outputs?.digest : undefined;
  return typeof digest === "string" && digest.startsWith("sha256:") ? { digest } : {};
}

/** Of all that the engine knows of a resource, these four facts pass. */
function unchanged({ type }: ResourceName, metadata: StepLike): EngineNotice | null {
  const { service } = metadata.new?.inputs ?? {};
  const { revision, deploymentId, outcome } = metadata.new?.outputs ?? {};
  if (type !== "slipway:ecs:ServiceRollout") return null;
  if (typeof service !== "string" || typeof revision !== "string") return null;
  return {
    kind: "unchanged",
    service,
    revision,
    ...(typeof deploymentId === "string" && { deploymentId }),
    untested: typeof outcome === "object" && outcome !== null && "untested" in outcome,
  };
}

/** `urn:pulumi:stack::project::parentType$type::name`. */
export function resourceName(urn: string): ResourceName {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/** Without the engine's colour directives (`<{%reset%}>`) and terminal escapes. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").replace(/\u001b\[[0-9;]*m/g, "");
}
