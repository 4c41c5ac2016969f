/** A check after the rollouts. */
export interface Gate {
  /** `alarms mage-5xx, mage-latency` */
  readonly name: string;
  /**
   * Looks until it knows.
   * @throws the signal's reason, and nothing else
   */
  check(signal: AbortSignal): Promise<GateVerdict>;
}

export type GateVerdict =
  /** `notes`: what a reader should know of a check that passed. */
  | { readonly result: "green"; readonly notes?: readonly string[] }
  | { readonly result: "red"; readonly reason: string }
  /** The check could not be made, so it says nothing about the release. */
  | { readonly result: "unknown"; readonly reason: string };
