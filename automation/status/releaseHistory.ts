import type { DeployedRevision } from "../../contract/deployedRevision";
import type { PastRelease } from "../report/historyReport";
import type { PastUpdate } from "../workspace/updateHistory";
import { parseUpdateMessage } from "../release/updateMessage";

interface Remembering {
  readonly service: string;
  readonly history: readonly DeployedRevision[];
}

/**
 * The releases in Pulumi's history, newest first, each with the revisions that the rollouts remember.
 * A recovery is an update of its own in Pulumi's history; here it is part of the release that failed.
 * @param updates newest first
 */
export function releaseHistory(
  updates: readonly PastUpdate[],
  rollouts: readonly Remembering[],
): PastRelease[] {
  const releases: PastRelease[] = [];
  let recovery: PastUpdate | undefined;
  for (const update of updates.filter(({ kind }) => kind === "update")) {
    const facts = parseUpdateMessage(update.message);
    if (facts?.verb === "recovery") {
      recovery = update;
      continue;
    }
    const commit = facts?.version ?? update.commit;
    const by = facts?.by ?? update.author;
    const ended = recovery?.endedAt ?? update.endedAt;
    releases.push({
      kind: facts === undefined ? "update" : facts.verb === "rollback" ? "rollback" : "release",
      startedAt: new Date(update.startedAt).toISOString(),
      ...(ended !== undefined && { seconds: Math.round((ended - update.startedAt) / 1000) }),
      ...(commit !== undefined && { commit }),
      ...(by !== undefined && { by }),
      outcome: outcomeOf(update, recovery),
      revisions: revisionsOf(update, rollouts),
    });
    recovery = undefined;
  }
  return releases;
}

function outcomeOf(
  { result }: PastUpdate,
  recovery: PastUpdate | undefined,
): PastRelease["outcome"] {
  // The update itself may have succeeded: a gate that turned red comes after it.
  if (recovery) return recovery.result === "succeeded" ? "failed, recovered" : "failed";
  return result;
}

/** The revisions that were deployed while the update ran. */
function revisionsOf(
  { startedAt, endedAt }: PastUpdate,
  rollouts: readonly Remembering[],
): Record<string, string> {
  const found = rollouts.flatMap(({ service, history }) => {
    const entry = history.find(({ at }) => {
      const time = Date.parse(at);
      return time >= startedAt && (endedAt === undefined || time <= endedAt + 1000);
    });
    return entry ? [[service, entry.revision] as const] : [];
  });
  return Object.fromEntries(found);
}
