/** A revision that a service ran: what a rollback goes to. */
export interface DeployedRevision {
  taskDefinition: string;
  /** `family:n` */
  revision: string;
  commit: string;
  /** Container → digest. */
  digests: Record<string, string>;
  /** ISO 8601. */
  at: string;
  /** A rollback left it behind: no later one goes back to it. */
  rolledBack?: true;
}

const kept = 10;

/** The history, newest first, with `deployed` on top; the same revision again is no new entry. */
export function remember(
  history: readonly DeployedRevision[],
  deployed: DeployedRevision,
): DeployedRevision[] {
  if (history[0]?.taskDefinition === deployed.taskDefinition) return [...history];
  return [deployed, ...history].slice(0, kept);
}

/** The history when the service goes back to a revision: what came after it is marked. */
export function leaveBehind(
  history: readonly DeployedRevision[],
  taskDefinition: string,
): DeployedRevision[] {
  const found = history.findIndex((entry) => entry.taskDefinition === taskDefinition);
  // One that is not remembered any more is older than all of these.
  const left = found < 0 ? history.length : found;
  return history.map((entry, n) => (n < left ? { ...entry, rolledBack: true } : entry));
}
