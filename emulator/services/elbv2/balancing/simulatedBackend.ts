import type { TaskPlan } from "../../../faults/scenario";
import type { Agenda } from "../../../core/agenda";
import type { Backend } from "./backend";

/**
 * A simulated task: answers well, except when its plan says otherwise.
 * @param startedAt when the task became RUNNING, in milliseconds since the epoch
 */
export function simulatedBackend(agenda: Agenda, plan: TaskPlan, startedAt: number): Backend {
  const failing = failingOf(plan);
  const from = startedAt + failing.after * 1000;
  const until = startedAt + failing.until * 1000;
  return {
    check() {
      const now = agenda.now();
      if (now < from) return { outcome: "pass", holdsUntil: from };
      if (now < until) return { outcome: failing.code, holdsUntil: until };
      return { outcome: "pass", holdsUntil: Infinity };
    },
  };
}

/** From when until when it fails, in seconds since the task's start, and how. */
function failingOf({ target = "healthy" }: TaskPlan) {
  if (target === "healthy") return { after: Infinity, until: Infinity, code: 503 };
  if (target === "unhealthy") return { after: 0, until: Infinity, code: 503 };
  const { after = 0, until = Infinity, code = 503 } = target;
  return { after, until, code };
}
