/** For programs: events of a release travel in the engine's log (ecs/events.ts). */
export { encodeEvent } from "../ecs/events";
