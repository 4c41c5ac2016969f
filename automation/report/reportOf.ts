import type { ExitCode } from "./exitCodes";
import { failuresOf } from "./failuresOf";
import { imageReport } from "./imageReport";
import { nothingToDo } from "./nothingToDo";
import { recoveryOf } from "./recoveryOf";
import type { ReleaseFacts } from "./releaseFacts";
import type { ReleaseReport, TagReport } from "./releaseReport";
import { rolloutsOf } from "./rolloutOf";
import { serviceReport } from "./serviceReport";
import { warningsOf } from "./warningsOf";

/**
 * The report of a release, or of a plan for one. Its sentences are made here, from facts, and in the
 * files that only this one reads.
 */
export function reportOf(facts: ReleaseFacts, verdict: ExitCode): ReleaseReport {
  const { command, settings, engine, gates } = facts;
  const { sha, version, dirty } = settings.commit;
  const failures = failuresOf(facts);
  const imageTags = tagsOf(facts);
  return {
    command,
    environment: settings.stack,
    cluster: settings.cluster,
    commit: { sha, version, dirty },
    exitCode: verdict,
    nothingToDo: nothingToDo(facts) && failures.length === 0,
    images: settings.images.map((image) => imageReport(image, engine)),
    ...(engine.task && { task: taskReport(engine.task) }),
    services: command === "build" ? [] : rolloutsOf(facts).map((one) => serviceReport(facts, one)),
    ...(gates && { gates }),
    ...(imageTags.length > 0 && { imageTags }),
    ...recoveryFields(facts),
    warnings: warningsOf(facts, verdict),
    failures,
  };
}

function taskReport({ type: _, phase, ...task }: NonNullable<ReleaseFacts["engine"]["task"]>) {
  return { ...task, ended: phase === "ended" };
}

/** The tags that a reader should know of; tags that were right all along are left out. */
function tagsOf({ tags = [], movedTags = [] }: ReleaseFacts): TagReport[] {
  return [
    ...tags.filter(({ result }) => result !== "unmoved"),
    ...movedTags.flatMap((tag): TagReport[] =>
      tag.kind === "moved"
        ? [{ reference: tag.reference, result: "back", digest: tag.digest }]
        : [],
    ),
  ];
}

function recoveryFields(
  facts: ReleaseFacts,
): Pick<ReleaseReport, "leftRevisions" | "recoveryInterrupted"> {
  const { recovery } = facts;
  if (recovery?.kind !== "run") return {};
  const recovered = rolloutsOf(facts).filter(({ service }) => recovery.targets.has(service));
  const left = recovered.flatMap(({ from, to }) => (to && to !== from ? [to] : []));
  const interrupted = recovered.some(({ service }) => {
    const one = recoveryOf(facts, service);
    return one?.kind === "run" && one.outcome.kind === "cancelled";
  });
  return {
    leftRevisions: [...new Set(left)],
    ...(interrupted && { recoveryInterrupted: true }),
  };
}
