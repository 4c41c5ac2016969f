import type { Random } from "../../../../support/clock";
import { uuid } from "../../../core/ids";
import { hour } from "../../../core/time";
import type { Service } from "../state/service";

const most = 100;
const sixHours = 6 * hour;

/** Adds an event, newest first, at most 100 (dg/service-event-messages-list). */
export function addEvent(
  service: Service,
  random: Random,
  createdAt: number,
  message: string,
): void {
  service.events.unshift({ id: uuid(random), createdAt, message });
  if (service.events.length > most) service.events.length = most;
}

/** As `addEvent`, but not again within six hours. */
export function addEventOnce(
  service: Service,
  random: Random,
  createdAt: number,
  message: string,
): void {
  const last = service.scheduling.lastSaid.get(message);
  if (last !== undefined && createdAt - last < sixHours) return;
  service.scheduling.lastSaid.set(message, createdAt);
  addEvent(service, random, createdAt, message);
}
