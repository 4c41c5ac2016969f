import type { Clock, Random } from "../../../support/clock";
import type { AccessKeys } from "../../access/accessKeys";

/** What STS remembers: its sessions, by access key. */
export interface Sts {
  /** Real time: clients compare a session's end with the time of their machine. */
  clock: Clock;
  /** Where the sessions' keys are accepted from. */
  keys: AccessKeys;
  random: Random;
  account: string;
  sessions: Map<string, { account: string; arn: string; userId: string }>;
}

export function createSts(parts: Omit<Sts, "sessions">): Sts {
  return { ...parts, sessions: new Map() };
}
