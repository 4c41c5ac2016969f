import type { Settings } from "../../config/settings";
import type {
  ImageCopyEvent,
  ImageEvent,
  ReleaseEvent,
  RevisionEvent,
  RolloutEvent,
  TaskEvent,
} from "../../contract/events";
import type { Message } from "../io/message";
import { messages } from "../io/messages";
import type {
  EngineNotice,
  ResourceName,
  ResourceStep,
  UnchangedRollout,
} from "../workspace/engineNotice";
import { failureOf, unwrapped } from "./engineFailure";
import type { EngineResult } from "../workspace/workspace";
import type { EngineFacts, SeenFailure } from "../report/engineFacts";

const imageType = "docker-build:index:Image";

/** Gathers what the engine's notices tell of a release. No I/O, no clock. */
export class ReleaseMonitor {
  private readonly images = new Map<string, ImageEvent>();
  private readonly copies = new Map<string, ImageCopyEvent>();
  private readonly revisions = new Map<string, RevisionEvent>();
  private readonly rollouts = new Map<string, RolloutEvent>();
  private readonly failures: SeenFailure[] = [];
  private readonly warnings: string[] = [];
  private task: TaskEvent | undefined;
  private tagMoves = false;

  /** @param verb a preview's plans are in its result, and get no messages */
  constructor(
    private readonly settings: Pick<Settings, "services" | "images">,
    private readonly verb: "preview" | "up" | "build",
  ) {}

  /** All that was gathered, with how the engine ended. */
  facts({ succeeded, cancelled, message }: EngineResult): EngineFacts {
    const { images, copies, revisions, rollouts, task, tagMoves, failures, warnings } = this;
    return {
      succeeded,
      cancelled,
      message,
      images,
      copies,
      revisions,
      rollouts,
      task,
      tagMoves,
      failures,
      warnings,
    };
  }

  /** Takes a notice in. @returns the messages that it leads to */
  observe(notice: EngineNotice): Message[] {
    switch (notice.kind) {
      case "release":
        return this.release(notice.event);
      case "diagnostic":
        return notice.level === "warning"
          ? this.warn(unwrapped(notice.message))
          : this.fail(notice.message, notice.resource);
      case "resource":
        return this.step(notice);
      case "unchanged":
        return this.unchanged(notice);
      case "cancelling":
        return [];
    }
  }

  private release(event: ReleaseEvent): Message[] {
    switch (event.type) {
      case "image":
        return this.image(event);
      case "copy":
        return this.copy(event);
      case "revision":
        return this.revision(event);
      case "rollout":
        return this.rollout(event);
      case "task":
        this.task = { ...this.task, ...event };
        return [messages.task(event)];
      case "waiting":
        return [messages.waiting(event)];
      case "warning":
        return this.warn(event.message, event.service);
    }
  }

  private copy(event: ImageCopyEvent): Message[] {
    this.copies.set(event.to, { ...this.copies.get(event.to), ...event });
    return event.phase === "planned" || this.verb === "preview" ? [] : [messages.imageCopy(event)];
  }

  private image(event: ImageEvent): Message[] {
    const seen = this.images.get(event.name);
    this.images.set(event.name, { ...seen, ...event });
    return seen || this.verb === "preview" ? [] : [messages.image(event)];
  }

  private revision(event: RevisionEvent): Message[] {
    const known = this.revisions.has(event.service);
    this.revisions.set(event.service, event);
    if (event.preview || known) return [];
    const { service, action, from, to } = event;
    return [messages.revision({ service, action, from: from.revision, to: to.revision })];
  }

  private rollout(event: RolloutEvent): Message[] {
    this.rollouts.set(event.service, { ...this.rollouts.get(event.service), ...event });
    if (event.phase === "planned" || this.verb === "preview") return [];
    return [
      event.phase === "ended" ? messages.rolloutEnded(event) : messages.rolloutProgress(event),
    ];
  }

  private unchanged({ service, revision, deploymentId, untested }: UnchangedRollout): Message[] {
    // The engine reports services that this release leaves in the state as unchanged, too.
    if (!this.settings.services.some(({ name }) => name === service)) return [];
    return this.rollout({
      type: "rollout",
      service,
      phase: "ended",
      from: revision,
      to: revision,
      deploymentId,
      outcome: { kind: "unchanged", ...(untested && { untested }) },
    });
  }

  private step({ phase, op, resource, digest }: ResourceStep): Message[] {
    if (resource.type === "slipway:registry:ImageTag" && op === "update") this.tagMoves = true;
    if (resource.type !== imageType || this.verb === "preview" || !isBuild(op)) return [];
    const image = this.settings.images.find((i) => isNameOf(resource.name, i.name));
    const payload = { name: image?.name ?? resource.name };
    const seen = this.images.get(payload.name);
    if (seen && digest !== undefined) this.images.set(payload.name, { ...seen, digest });
    if (phase === "started") return [messages.imageBuilding(payload)];
    return [phase === "ended" ? messages.imageBuilt(payload) : messages.imageFailed(payload)];
  }

  private warn(message: string, service?: string): Message[] {
    const text = service === undefined ? message : `${service}: ${message}`;
    if (this.warnings.includes(text)) return [];
    this.warnings.push(text);
    return [messages.warning({ service, message })];
  }

  private fail(message: string, resource: ResourceName | undefined): Message[] {
    const failure = failureOf(message, resource);
    if (failure === undefined || this.isReported(resource)) return [];
    if (this.failures.some((f) => f.message === failure.message)) return [];
    this.failures.push(failure);
    return [];
  }

  /** The engine repeats the failure of a rollout whose own outcome has explained it already. */
  private isReported(resource: ResourceName | undefined): boolean {
    if (resource?.type !== "slipway:ecs:ServiceRollout") return false;
    const service = this.settings.services.find((s) => isNameOf(resource.name, s.name));
    return service !== undefined && this.rollouts.get(service.name)?.phase === "ended";
  }
}

/** Resources are named after the release and their service or image: `release-mage-web`. */
function isNameOf(resource: string, part: string): boolean {
  return resource === part || resource.endsWith(`-${part}`);
}

function isBuild(op: string): boolean {
  return op === "create" || op === "update" || op === "replace" || op === "create-replacement";
}
