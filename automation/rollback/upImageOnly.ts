import { RollbackUnclear } from "./errors";
import type { StackState } from "../workspace/stackState";
import type { ActionContext } from "../release/context";
import { keptResources } from "../release/keptResources";
import type { OpenRelease, ReleaseRequest } from "../release/openRelease";
import { preview } from "../release/preview";
import type { RollbackStep } from "./planRollback";
import type { ReleaseReport } from "../report/releaseReport";
import { isRevision } from "./rollbackTarget";
import { up } from "../release/up";

export interface ImageOnly {
  readonly commit: string;
  /** Names, split at commas, where fewer services roll back than were asked for. */
  readonly services?: string;
  /** Whether the environment has no services but these: its tags then move, too. */
  readonly alone: boolean;
}

/**
 * The release that moves the services to the images of these steps.
 * @param to the commit or `family:n` that was asked for
 * @throws RollbackUnclear
 */
export function planImageOnly(
  release: OpenRelease,
  state: StackState,
  steps: readonly RollbackStep[],
  to = "",
): ImageOnly {
  const { settings } = release;
  const commit = imageOnlyCommit(settings.stack, steps);
  const names = steps.map(({ service }) => service);
  // A revision belongs to one family: its commit alone would move the other services, too.
  const one = isRevision(to);
  const services = settings.services.filter(({ name }) => !one || names.includes(name));
  const kept = keptResources(state, { ...release, settings: { ...settings, services } });
  return {
    commit,
    ...(one && { services: names.join(",") }),
    alone: kept.services.length === 0,
  };
}

/** Shows what `upImageOnly` would do. */
export async function previewImageOnly(
  context: ActionContext,
  request: ReleaseRequest,
  imageOnly: ImageOnly,
): Promise<ReleaseReport> {
  const options = { imageOnly: true, leaveTags: !imageOnly.alone };
  const report = await preview(context, requestOf(request, imageOnly), options);
  return { ...report, command: "rollback", dryRun: true };
}

/** Releases existing images of a commit onto the task definitions that run now. */
export function upImageOnly(
  context: ActionContext,
  request: ReleaseRequest,
  imageOnly: ImageOnly,
): Promise<ReleaseReport> {
  const options = { imageOnly: true, leaveTags: !imageOnly.alone };
  return up(context, requestOf(request, imageOnly), options);
}

function requestOf(
  { stack, flags }: ReleaseRequest,
  { commit, services }: ImageOnly,
): ReleaseRequest {
  return { stack, flags: { ...flags, commit, ...(services !== undefined && { services }) } };
}

function imageOnlyCommit(environment: string, steps: readonly RollbackStep[]): string {
  const commits = [...new Set(steps.map(({ to }) => to.commit))];
  const [commit = ""] = commits;
  const again = `Name one: slipway rollback ${environment} --image-only --to <commit>`;
  if (commits.length > 1) {
    throw new RollbackUnclear(
      `The services would roll back to images of ${commits.join(", ")}.`,
      again,
    );
  }
  if (/^[0-9a-f]{7,64}$/.test(commit)) return commit;
  const what = commit === "" ? steps.map(({ to }) => to.revision).join(", ") : commit;
  throw new RollbackUnclear(`${what} names no commit, so its image can't be found.`, again);
}
