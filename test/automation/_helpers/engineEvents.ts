import type { EngineEventLike } from "../../../automation/workspace/engineNotice";
import {
  encodeEvent,
  type ImageEvent,
  type RevisionEvent,
  type RolloutEvent,
} from "../../../contract/events";
import type { Outcome } from "../../../contract/outcome";

const release = "urn:pulumi:staging::mage::slipway:index:EcsRelease";

/** Engine events as engine 3.245 streams them, as far as the runner looks at them. */
export function urn(type: string, name: string): string {
  return `${release}$${type}::release-${name}`;
}

export function image(event: Omit<ImageEvent, "type">): EngineEventLike {
  return debug(encodeEvent({ type: "image", ...event }), `${release}::release`);
}

export function revision(
  service: string,
  from: number,
  event: Partial<RevisionEvent> = {},
): EngineEventLike {
  const full: RevisionEvent = {
    type: "revision",
    service,
    family: service,
    action: "register",
    from: {
      revision: `${service}:${from}`,
      images: { app: "repo/mage:old", sidecar: "repo/log:1" },
    },
    to: {
      revision: `${service}:${from + 1}`,
      images: { app: "repo/mage:new", sidecar: "repo/log:1" },
    },
    variables: [{ container: "app", name: "DD_VERSION", change: "changed" }],
    preview: false,
    ...event,
  };
  return debug(encodeEvent(full), urn("slipway:ecs:TaskDefinitionRevision", service));
}

export function waiting(service: string, status: string): EngineEventLike {
  return debug(encodeEvent({ type: "waiting", service, status }), `${release}::release`);
}

export function rollout(
  service: string,
  phase: RolloutEvent["phase"],
  event: Partial<RolloutEvent> = {},
): EngineEventLike {
  const full: RolloutEvent = {
    type: "rollout",
    service,
    phase,
    from: `${service}:1`,
    to: `${service}:2`,
    ...event,
  };
  return debug(encodeEvent(full), urn("slipway:ecs:ServiceRollout", service));
}

/** Start and end of a rollout. */
export function rolled(
  service: string,
  outcome: Outcome,
  event: Partial<RolloutEvent> = {},
): EngineEventLike[] {
  return [
    rollout(service, "started"),
    rollout(service, "ended", { outcome, seconds: 12, ...event }),
  ];
}

export function error(message: string, type?: string, name = ""): EngineEventLike {
  return {
    diagnosticEvent: {
      severity: "error",
      message,
      ...(type !== undefined && { urn: urn(type, name) }),
    },
  };
}

export function debug(message: string, resource?: string): EngineEventLike {
  return { diagnosticEvent: { severity: "debug", message, urn: resource } };
}

export function step(op: string, type: string, name: string): EngineEventLike[] {
  const metadata = { op, urn: urn(type, name) };
  return [{ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata } }];
}
