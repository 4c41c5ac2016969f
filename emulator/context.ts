import type { Clock, Random } from "../support/clock";
import type { Agenda } from "./core/agenda";

/** What every part of one emulator shares. */
export interface EmulatorContext {
  clock: Clock;
  random: Random;
  agenda: Agenda;
  /** Twelve digits. */
  account: string;
  region: string;
}
