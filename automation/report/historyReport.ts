/** The releases of an environment: the document of `history --json`. */
export interface HistoryReport {
  readonly environment: string;
  /** Newest first. */
  readonly releases: readonly PastRelease[];
  /** How many older ones were counted and are not shown. */
  readonly older: number;
  /** There are still more than `older`, uncounted. */
  readonly olderStill?: true;
}

export interface PastRelease {
  /** `release`, `rollback`, or `update` for one that Slipway's runner did not make. */
  readonly kind: "release" | "rollback" | "update";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds?: number;
  /** The commit; several, split at commas, where a rollback led to several. */
  readonly commit?: string;
  readonly by?: string;
  /** `failed, recovered` where everything that had moved was recovered. */
  readonly outcome: "succeeded" | "failed" | "failed, recovered" | "in progress";
  /** The revision that each service was moved to, as far as Slipway remembers: `mage-web` → `mage-web:42`. */
  readonly revisions: Readonly<Record<string, string>>;
}
