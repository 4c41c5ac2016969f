import type { Agenda } from "../../../core/agenda";
import type { RegisteredTarget, TargetGroup, TargetHealth } from "../state/targetGroup";
import type { CheckResult } from "./backend";
import { afterCheck, uncheckedHealth } from "./targetHealth";

/** From a registration until its checks begin; chosen, near live logs. */
const registration = 15_000;
/** Real programs are not asked more often, however fast AWS's clock runs; in real milliseconds. */
const shortestInterval = 250;

/** Checks the targets of those target groups that a listener forwards to. */
export class HealthChecks {
  constructor(
    private readonly agenda: Agenda,
    private readonly timeScale: number,
    private readonly inUse: (group: TargetGroup) => boolean,
  ) {}

  /** Begins, or begins anew, where the target's group is in use. */
  begin(target: RegisteredTarget): void {
    this.end(target);
    target.passes = 0;
    target.failures = 0;
    if (!this.inUse(target.group)) {
      become(target, uncheckedHealth.notInUse);
      return;
    }
    become(target, uncheckedHealth.registering);
    target.nextCheck = this.agenda.after(registration, () => {
      become(target, uncheckedHealth.checking);
      this.checkAfter(target, this.interval(target));
    });
  }

  end(target: RegisteredTarget): void {
    target.nextCheck?.cancel();
    target.nextCheck = undefined;
  }

  /** To be called when a listener begins or ends to forward to the group. */
  usageChanged(group: TargetGroup): void {
    for (const target of group.targets) {
      const unused = target.health.reason === "Target.NotInUse";
      if (target.health.state !== "draining" && unused === this.inUse(group)) this.begin(target);
    }
  }

  /** To be called when the group's settings have changed: earlier results may not hold any more. */
  settingsChanged(group: TargetGroup): void {
    for (const target of group.targets) {
      const { state } = target.health;
      if (state !== "healthy" && state !== "unhealthy") continue;
      this.end(target);
      this.checkAfter(target, this.interval(target));
    }
  }

  private checkAfter(target: RegisteredTarget, ms: number): void {
    const appointment = this.agenda.after(ms, () => {
      const judge = (result: CheckResult) => {
        if (target.nextCheck === appointment) this.judge(target, result);
      };
      const checked = target.backend.check(target.group.healthCheck);
      if (checked instanceof Promise) void checked.then(judge);
      else judge(checked);
    });
    target.nextCheck = appointment;
  }

  private judge(target: RegisteredTarget, { outcome, holdsUntil }: CheckResult): void {
    const after = afterCheck(target, outcome, target.group.healthCheck);
    target.passes = after.passes;
    target.failures = after.failures;
    become(target, after.health);
    const settled = after.health.state === (after.failures > 0 ? "unhealthy" : "healthy");
    const known = settled && holdsUntil !== undefined ? holdsUntil - this.agenda.now() : 0;
    if (known === Infinity) return;
    this.checkAfter(target, Math.max(this.interval(target), known));
  }

  private interval({ group }: RegisteredTarget): number {
    return Math.max(group.healthCheck.interval * 1000, shortestInterval * this.timeScale);
  }
}

export function become(target: RegisteredTarget, health: TargetHealth): void {
  const before = target.health;
  target.health = health;
  if (before.state !== health.state || before.reason !== health.reason) target.changed();
}
