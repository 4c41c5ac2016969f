import type { EngineFacts } from "./engineFacts";
import type { ReleaseFacts } from "./releaseFacts";

/** Whether a release that succeeded has, or would have, built, copied, registered and moved nothing. */
export function nothingToDo({ command, settings, engine, movedTags = [] }: ReleaseFacts): boolean {
  if (!engine.succeeded) return false;
  const built = [...engine.images.values()].some((image) => image.action === "build");
  const copied = [...engine.copies.values()].some(({ manifests = 0 }) => manifests > 0);
  const tagged = engine.tagMoves || movedTags.some(({ kind }) => kind === "moved");
  if (built || copied || tagged) return false;
  return command === "build" || settings.services.every(({ name }) => stays(name, engine));
}

/** Whether a service keeps the revision that it runs. */
function stays(name: string, { revisions, rollouts }: EngineFacts): boolean {
  const action = revisions.get(name)?.action;
  const rollout = rollouts.get(name);
  if (action !== undefined && action !== "unchanged") return false;
  if (rollout?.outcome?.kind === "unchanged") return true;
  return action === "unchanged" && (rollout === undefined || rollout.from === rollout.to);
}
