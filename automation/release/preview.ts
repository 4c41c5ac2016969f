import { messages } from "../io/messages";
import type { ActionContext } from "./context";
import { keptResources, leavesOut } from "./keptResources";
import { parallelism, withRelease, type OpenRelease, type ReleaseRequest } from "./openRelease";
import { lookAtAlarms } from "../gates/releaseGates";
import { withPromotion } from "./withPromotion";
import type { ReleaseFacts } from "../report/releaseFacts";
import { reportOf } from "../report/reportOf";
import { verdictOf } from "../report/verdictOf";
import { ReleaseMonitor } from "./releaseMonitor";
import { imageOnlyRequest, releaseRequest } from "./runRequest";
import type { ReleaseReport } from "../report/releaseReport";

export interface PreviewOptions {
  /** Shows what `slipway rollback --image-only` would do: existing images, and no migration. */
  readonly imageOnly?: boolean;
  /** With `imageOnly`: the environment's tags stay where they are. */
  readonly leaveTags?: boolean;
  /** Called with the report before the stack is closed. */
  readonly onReport?: (
    context: ActionContext,
    release: OpenRelease,
    report: ReleaseReport,
  ) => Promise<void>;
}

/** Shows what a release would do, against what is live. Reads only; needs no Docker. */
export function preview(
  context: ActionContext,
  request: ReleaseRequest,
  { imageOnly = false, leaveTags = false, onReport }: PreviewOptions = {},
): Promise<ReleaseReport> {
  const { io, signal } = context;
  return withRelease(context, request, "read", async (opened) => {
    const release = imageOnly ? opened : await withPromotion(context, opened);
    const { settings, stack } = release;
    if (stack.origin === "absent") io.notify(messages.stackAbsent({ stack: stack.name }));
    const [exclude] = await Promise.all([
      // Reading the state takes as long as the start of the engine, so only where it matters.
      imageOnly || leavesOut(release)
        ? stack.state().then((state) => keptResources(state, release, !imageOnly).urns)
        : [],
      imageOnly ? [] : lookAtAlarms(context, settings),
    ]);
    const monitor = new ReleaseMonitor(settings, "preview");
    signal.throwIfAborted();
    const result = await stack.preview({
      parallel: parallelism(settings),
      read: release.read,
      request: imageOnly ? imageOnlyRequest(release, leaveTags) : releaseRequest(release),
      env: {},
      signal,
      exclude,
      onNotice: (notice) => {
        for (const message of monitor.observe(notice)) io.notify(message);
      },
    });
    const engine = monitor.facts(result);
    const facts: ReleaseFacts = { command: "preview", settings, engine };
    const report = reportOf(facts, verdictOf(facts));
    await onReport?.(context, release, report);
    return report;
  });
}
