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
