import type { CancelRelay } from "./cancel";
import { noticeOf, type EngineEventLike, type EngineNotice } from "./engineNotice";

/** One run of the engine, as its events tell of it. */
export class WatchedRun {
  /** The engine has come to the resources of a release: whatever ends it now, it was let in. */
  work = false;
  /** It has come to one that Slipway's provider serves. */
  ours = false;

  constructor(
    private readonly onNotice: (notice: EngineNotice) => void,
    readonly cancel: CancelRelay,
  ) {}

  observe(event: EngineEventLike): void {
    const notice = noticeOf(event);
    if (!notice) return;
    this.work ||= isWork(notice);
    this.ours ||= isOurs(notice);
    if (notice.kind === "cancelling") this.cancel.seen();
    this.onNotice(notice);
  }
}

function isWork(notice: EngineNotice): boolean {
  if (notice.kind === "resource") return !notice.resource.type.startsWith("pulumi:");
  return notice.kind === "release" || notice.kind === "unchanged";
}

function isOurs(notice: EngineNotice): boolean {
  if (notice.kind === "unchanged") return true;
  return notice.kind === "resource" && /^slipway:(ecs|registry):/.test(notice.resource.type);
}
