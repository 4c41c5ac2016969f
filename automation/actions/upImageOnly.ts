import { RollbackUnclear } from "../errors";
import type { ActionContext } from "./context";
import type { ReleaseRequest } from "./openRelease";
import { preview } from "./preview";
import type { RollbackStep } from "./planRollback";
import type { ReleaseReport } from "./releaseReport";
import { up } from "./up";

/** The commit whose images the steps would go back to. @throws RollbackUnclear */
export function imageOnlyCommit(environment: string, steps: readonly RollbackStep[]): string {
  const commits = [...new Set(steps.map(({ to }) => to.commit))];
  const [commit = ""] = commits;
  const again = `Name one: slipway rollback ${environment} --image-only --to <commit>`;
  if (commits.length > 1) {
    throw new RollbackUnclear(
      `The services would go back to images of ${commits.join(", ")}.`,
      again,
    );
  }
  if (/^[0-9a-f]{7,64}$/.test(commit)) return commit;
  const what = commit === "" ? steps.map(({ to }) => to.revision).join(", ") : commit;
  throw new RollbackUnclear(`${what} names no commit whose image could be found again.`, again);
}

export interface ImageOnly {
  readonly commit: string;
  /** Whether the environment has no services but these: its tags then go back, too. */
  readonly alone: boolean;
}

/** Shows what `upImageOnly` would do. */
export async function previewImageOnly(
  context: ActionContext,
  { stack, flags }: ReleaseRequest,
  { commit, alone }: ImageOnly,
): Promise<ReleaseReport> {
  const options = { imageOnly: true, leaveTags: !alone };
  const report = await preview(context, { stack, flags: { ...flags, commit } }, options);
  return { ...report, command: "rollback", dryRun: true };
}

/** Releases the images of a commit that are there already, onto the definitions that run now. */
export function upImageOnly(
  context: ActionContext,
  { stack, flags }: ReleaseRequest,
  { commit, alone }: ImageOnly,
): Promise<ReleaseReport> {
  const options = { imageOnly: true, leaveTags: !alone };
  return up(context, { stack, flags: { ...flags, commit } }, options);
}
