import { repositoryOf } from "../../registry/reference";
import { exitCodes, type ExitCode } from "./exitCodes";
import { imageReport } from "./imageReport";
import type { MovedTag, ReleaseFacts } from "./releaseFacts";
import { rolloutsOf } from "./rolloutOf";

/** What a reader should know of a release, whatever its verdict. */
export function warningsOf(facts: ReleaseFacts, verdict: ExitCode): string[] {
  return [
    ...facts.engine.warnings,
    ...(facts.engine.cancelled ? taskGoesOn(facts) : []),
    ...servicesThatStay(facts),
    ...(facts.movedTags ?? []).flatMap((tag) => tagWarning(tag) ?? []),
    ...(verdict === exitCodes.success ? tagsThatStay(facts) : []),
  ];
}

/** A one-off task that a cancelled release leaves running, and how to end it. */
function taskGoesOn({ settings, engine: { task } }: ReleaseFacts): string[] {
  if (task?.taskArn === undefined || task.phase === "ended" || task.phase === "waiting") return [];
  const stop = `aws ecs stop-task --cluster ${settings.cluster} --task ${task.taskArn}`;
  return [
    `The one-off task of ${task.service} goes on in ECS. The next release waits for its end. To end it now: ${stop}`,
  ];
}

/** Rolling back a finished rollout takes a new deployment, and a cancelled run can't wait for it. */
function servicesThatStay(facts: ReleaseFacts): string[] {
  const { stack } = facts.settings;
  const named = rolloutsOf(facts).flatMap(({ service, to = "the new revision" }) =>
    facts.stops?.get(service)?.kind === "deployed" ? [`${service} on ${to}`] : [],
  );
  if (named.length === 0) return [];
  return [
    `Not the whole release is rolled back: ${named.join(", ")}. To roll back these, too: slipway rollback ${stack}; to go on: slipway up ${stack}`,
  ];
}

function tagWarning(tag: MovedTag): string | undefined {
  const { reference } = tag;
  switch (tag.kind) {
    case "moved":
      return undefined;
    case "several images":
      return `${reference} was not moved: ${tag.running.join(", ")} run.`;
    case "image missing":
      return `${reference} was not moved: ${tag.wanted} is not in the repository.`;
    case "failed":
      return `${reference} could not be moved to ${tag.wanted}: ${tag.why}`;
  }
}

/** A rollback moves the environment's tag only where every service then runs one commit. */
function tagsThatStay({ settings, engine, severalCommits }: ReleaseFacts): string[] {
  if (!severalCommits) return [];
  const tags = settings.images.flatMap((image) => {
    const { reference, environmentTag } = imageReport(image, engine);
    return environmentTag === undefined ? [] : [`${repositoryOf(reference)}:${environmentTag}`];
  });
  if (tags.length === 0) return [];
  const { commits, elsewhere } = severalCommits;
  const why =
    elsewhere.length === 0
      ? `The services roll back to ${commits.join(", ")}.`
      : `Not on ${commits.join(", ")}: ${elsewhere.join(", ")}.`;
  return [`${why} So this tag stays as it is: ${tags.join(", ")}`];
}
