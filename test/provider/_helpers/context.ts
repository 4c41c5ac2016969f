import { setMaxListeners } from "node:events";
import type { ReleaseEvent } from "../../../contract/events";
import type { Context } from "../../../provider/resource";

/** A handler's context that remembers what was reported. */
export interface RecordedContext extends Context {
  events: ReleaseEvent[];
  lines: string[];
  warnings: string[];
  cancel: () => void;
}

export function recordedContext(): RecordedContext {
  const events: ReleaseEvent[] = [];
  const lines: string[] = [];
  const warnings: string[] = [];
  const controller = new AbortController();
  // As the server does it.
  setMaxListeners(0, controller.signal);
  return {
    events,
    lines,
    warnings,
    signal: controller.signal,
    cancel: () => controller.abort(new Error("cancelled")),
    log: {
      event: (event) => void events.push(event),
      status: (line) => void lines.push(line),
      warn: (line) => void warnings.push(line),
    },
  };
}
