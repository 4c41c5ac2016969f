import type { DeployedRevision } from "../../contract/deployedRevision";
import type { PastUpdate } from "../workspace/updateHistory";
import { parseUpdateMessage } from "../release/updateMessage";

/** A release of the past: the document of `history --json` is a list of these, newest first. */
export interface PastRelease {
  /** `release`, `rollback`, or `update` for one that Slipway's runner did not make. */
  readonly kind: "release" | "rollback" | "update";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds?: number;
  /** The commit; several, split at commas, where a rollback went to several. */
  readonly commit?: string;
  readonly by?: string;
  /** `failed, brought back` where everything that had moved went back. */
  readonly outcome: "succeeded" | "failed" | "failed, brought back" | "in progress";
  /** What each service was moved to, as far as Slipway remembers: `mage-web` → `mage-web:42`. */
  readonly revisions: Readonly<Record<string, string>>;
}

interface Remembering {
  readonly service: string;
  readonly history: readonly DeployedRevision[];
}

/**
 * The releases in Pulumi's history, newest first, each with what the rollouts remember of it. What
 * a failed release did by itself to bring everything back is part of that release.
 * @param updates newest first
 */
export function releaseHistory(
  updates: readonly PastUpdate[],
  rollouts: readonly Remembering[],
): PastRelease[] {
  const releases: PastRelease[] = [];
  let back: PastUpdate | undefined;
  for (const update of updates.filter(({ kind }) => kind === "update")) {
    const facts = parseUpdateMessage(update.message);
    if (facts?.verb === "bring back") {
      back = update;
      continue;
    }
    const commit = facts?.version ?? update.commit;
    const by = facts?.by ?? update.author;
    const ended = back?.endedAt ?? update.endedAt;
    releases.push({
      kind: facts === undefined ? "update" : facts.verb === "rollback" ? "rollback" : "release",
      startedAt: new Date(update.startedAt).toISOString(),
      ...(ended !== undefined && { seconds: Math.round((ended - update.startedAt) / 1000) }),
      ...(commit !== undefined && { commit }),
      ...(by !== undefined && { by }),
      outcome: outcomeOf(update, back),
      revisions: revisionsOf(update, rollouts),
    });
    back = undefined;
  }
  return releases;
}

function outcomeOf({ result }: PastUpdate, back: PastUpdate | undefined): PastRelease["outcome"] {
  // A gate that is red comes after an update that succeeded.
  if (back) return back.result === "succeeded" ? "failed, brought back" : "failed";
  return result;
}

/** What was deployed while the update ran. */
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
