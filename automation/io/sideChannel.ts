import type { Clock } from "../../support/clock";
import type { Mask } from "./mask";

/** The surroundings of a report to another system, such as a channel; its failure is only a warning. */
export interface SideChannel {
  readonly clock: Clock;
  readonly mask: Mask;
  readonly warn: (message: string) => void;
}

/** The limit for a report while the run is stopped: a CI leaves it about ten seconds in all. */
export const hurriedMs = 2000;
