import { decodeEvent, type ReleaseEvent } from "../../ecs/events";

/**
 * What the runner takes from the engine's event stream. Nothing else passes: the engine's own
 * debug events hold every property of every resource in clear.
 */
export type EngineNotice =
  | { kind: "release"; event: ReleaseEvent }
  | { kind: "diagnostic"; level: "warning" | "error"; resource?: ResourceName; message: string }
  | { kind: "resource"; phase: "started" | "ended" | "failed"; op: string; resource: ResourceName }
  | { kind: "cancelling" };

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
  return { kind: "resource", phase, op: metadata.op, resource: resourceName(metadata.urn) };
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
