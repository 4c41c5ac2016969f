/** How a gate ended: part of `up --json`. */
export interface GateReport {
  readonly gate: string;
  /**
   * `unknown`: it could not be checked, so it says nothing about the release. `abandoned`: another
   * gate was red first. `cancelled`: the run was stopped.
   */
  readonly result: "green" | "red" | "unknown" | "abandoned" | "cancelled";
  readonly reason?: string;
  readonly notes?: readonly string[];
  readonly seconds: number;
}
