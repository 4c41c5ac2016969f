import type { TaskPlans } from "../scenario/taskPlans";
import type { Agenda } from "./agenda";
import type { Target, TargetGroups, TargetHealth } from "./targetGroups";

export interface SimulatedTargetPace {
  /** From registration to healthy, in milliseconds. */
  healthy: number;
  /** `deregistration_delay`, in milliseconds. */
  drain: number;
}

interface Entry {
  target: Target;
  health: TargetHealth;
}

/** Load balancers that find every target healthy after a while, unless its task's plan says otherwise. */
export class SimulatedTargetGroups implements TargetGroups {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly agenda: Agenda,
    private readonly plans: TaskPlans,
    private readonly pace: SimulatedTargetPace = { healthy: 45_000, drain: 30_000 },
  ) {}

  register(target: Target, changed: () => void): void {
    const entry: Entry = { target, health: { state: "initial" } };
    this.entries.set(keyOf(target), entry);
    this.agenda.after(this.pace.healthy, () => {
      if (this.entries.get(keyOf(target)) !== entry) return;
      entry.health = this.verdict(target);
      changed();
    });
  }

  private verdict({ task }: Target): TargetHealth {
    if (this.plans.planOf(task.spec).target !== "unhealthy") return { state: "healthy" };
    return { state: "unhealthy", reason: "Health checks failed with these codes: [503]" };
  }

  health(target: Target): TargetHealth {
    return this.entries.get(keyOf(target))?.health ?? { state: "initial" };
  }

  deregister(target: Target, done: () => void): void {
    this.agenda.after(this.pace.drain, () => {
      this.entries.delete(keyOf(target));
      done();
    });
  }
}

const keyOf = ({ task, group, port }: Target) => `${task.id} ${group} ${port}`;
