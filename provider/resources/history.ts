import type { DeployedRevision } from "../../contract/deployedRevision";

const kept = 10;

/** The history, newest first, with `deployed` on top; the same revision again is no new entry. */
export function remember(
  history: readonly DeployedRevision[],
  deployed: DeployedRevision,
): DeployedRevision[] {
  if (history[0]?.taskDefinition === deployed.taskDefinition) return [...history];
  const entries = [deployed, ...history];
  const repeated = entries.filter((entry) => isRepeated(entry, entries));
  const once = entries.filter((entry) => !repeated.includes(entry));
  const good = once.filter(({ rolledBack }) => !rolledBack);
  const left = once.filter(({ rolledBack }) => rolledBack);
  // What a release that fails adds was left, or comes twice: it must not push out what was good.
  const worthiest = [...good, ...left, ...repeated].slice(0, kept);
  return entries.filter((entry) => worthiest.includes(entry));
}

/** A newer entry says as much of the revision, but for when it was deployed before. */
function isRepeated(entry: DeployedRevision, entries: readonly DeployedRevision[]): boolean {
  return entries
    .slice(0, entries.indexOf(entry))
    .filter(({ taskDefinition }) => taskDefinition === entry.taskDefinition)
    .some(({ rolledBack }) => !rolledBack || entry.rolledBack);
}

/**
 * The history when the service goes back to a revision: what came after it is marked.
 * @param left `family:n` that it goes back from. All that is marked for a revision that is not
 *   remembered: no release deployed that one, and nothing tells what came after it.
 */
export function leaveBehind(
  history: readonly DeployedRevision[],
  taskDefinition: string,
  left: string | undefined,
): DeployedRevision[] {
  const found = history.findIndex((entry) => entry.taskDefinition === taskDefinition);
  const marked = found < 0 ? Number(history[0]?.revision === left) : found;
  return history.map((entry, n) => (n < marked ? { ...entry, rolledBack: true } : entry));
}
