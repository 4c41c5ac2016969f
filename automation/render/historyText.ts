import type { HistoryReport } from "../report/historyReport";
import { table } from "./table";

export function historyText({ environment, releases, older, olderStill }: HistoryReport): string {
  if (releases.length === 0) return `${environment}: no releases`;
  const rows = releases.map((release) => [
    release.startedAt.slice(0, 19).replace("T", " "),
    release.kind,
    shown(release.commit),
    release.outcome,
    release.by ?? "-",
    release.seconds === undefined ? "-" : String(release.seconds),
    Object.values(release.revisions).join(", ") || "-",
  ]);
  const header = ["WHEN (UTC)", "WHAT", "COMMIT", "OUTCOME", "BY", "SECONDS", "DEPLOYED"];
  const count = `${olderStill ? "more than " : ""}${older}`;
  const rest = older > 0 ? [`… and ${count} older: --limit ${releases.length + older}`] : [];
  return [`${environment}:`, "", ...table(header, rows), ...rest].join("\n");
}

/** A commit is shown by its beginning; everything else as it is. */
function shown(commit: string | undefined): string {
  if (commit === undefined) return "-";
  return commit.replace(/\b([0-9a-f]{12})[0-9a-f]{28,52}\b/g, "$1");
}
