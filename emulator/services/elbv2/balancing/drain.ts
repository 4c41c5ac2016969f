import type { Agenda } from "../../../core/agenda";
import type { RegisteredTarget } from "../state/targetGroup";
import { become } from "./healthChecks";
import { uncheckedHealth } from "./targetHealth";

export const deregistrationDelay = "deregistration_delay.timeout_seconds";

/**
 * Lets no new request through to the target, then takes it out of its group: after the group's delay by AWS's clock.
 * A request on its way takes real time, so it gets the delay in real seconds before it is given up.
 */
export function drain(
  agenda: Agenda,
  timeScale: number,
  target: RegisteredTarget,
  done: () => void,
): void {
  if (target.leaving) {
    target.leaving.push(done);
    return;
  }
  const { group } = target;
  const leaving = (target.leaving = [done]);
  const delay = Number(group.attributes.get(deregistrationDelay) ?? 0) * 1000;
  become(target, uncheckedHealth.draining);
  const end = () => {
    target.idle = () => undefined;
    group.targets.delete(target);
    for (const left of leaving.splice(0)) left();
  };
  agenda.after(delay, () => {
    if (target.requests === 0) {
      end();
      return;
    }
    const patience = agenda.after(delay * (timeScale - 1), end);
    target.idle = () => {
      patience.cancel();
      end();
    };
  });
}
