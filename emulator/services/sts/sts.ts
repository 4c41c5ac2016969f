import type { Clock, Random } from "../../../support/clock";

/** What STS remembers: its sessions, by access key. */
export interface Sts {
  clock: Clock;
  random: Random;
  account: string;
  sessions: Map<string, { account: string; arn: string; userId: string }>;
}

export function createSts({ clock, random, account }: Omit<Sts, "sessions">): Sts {
  return { clock, random, account, sessions: new Map() };
}
