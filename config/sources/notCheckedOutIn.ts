import { gitFacts } from "./gitFacts";
import type { Commit } from "../settings";

/**
 * Why a commit can't be built from a folder: of another repository than the project's, it may have
 * the commit checked out all the same.
 * @param folder an image's context
 */
export async function notCheckedOutIn(
  folder: string,
  { sha, notCheckedOut }: Pick<Commit, "sha" | "notCheckedOut">,
): Promise<string | undefined> {
  if (notCheckedOut === undefined) return undefined;
  const git = await gitFacts(folder, sha);
  return git.found && git.head.startsWith(git.named ?? sha) ? undefined : notCheckedOut;
}
