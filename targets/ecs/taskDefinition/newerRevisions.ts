import type { EcsApi, TaskDefinitionContent } from "../ecsApi";
import { familyOf, revisionNumber } from "./revisionName";

/** How far back from the newest one a revision is looked for. */
const limit = 5;

/**
 * The ACTIVE revisions of the family that are newer than `revision`, newest first, at most five.
 * A release that was killed after it registered its revisions finds them here again, also where
 * several of its services share the family.
 */
export async function newerRevisions(
  api: EcsApi,
  revision: string,
  signal?: AbortSignal,
): Promise<TaskDefinitionContent[]> {
  const arns = await api.listTaskDefinitions(familyOf(revision), limit, signal);
  const number = revisionNumber(revision) ?? 0;
  const newer = arns.filter((arn) => (revisionNumber(arn) ?? 0) > number);
  return Promise.all(newer.map((arn) => api.describeTaskDefinition(arn, signal)));
}
