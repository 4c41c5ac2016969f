import type { TaskSpec } from "../tasks/taskRuntime";
import type { TaskPlan } from "./scenario";
import { fits } from "../core/wildcard";

/** Chooses the plan of each task: the first whose patterns and counts match it. */
export class TaskPlans {
  private plans: { plan: TaskPlan; matched: number }[] = [];
  private readonly chosen = new WeakMap<TaskSpec, TaskPlan>();

  /** Replaces all plans; tasks that have one keep it. */
  set(plans: readonly TaskPlan[]): void {
    this.plans = plans.map((plan) => ({ plan, matched: 0 }));
  }

  /** Adds a plan before the others. */
  add(plan: TaskPlan): void {
    this.plans.unshift({ plan, matched: 0 });
  }

  /** Counts the task at the first call, and answers the same plan from then on. */
  planOf(task: TaskSpec): TaskPlan {
    const known = this.chosen.get(task);
    if (known) return known;
    const plan = this.choose(task);
    this.chosen.set(task, plan);
    return plan;
  }

  private choose(task: TaskSpec): TaskPlan {
    for (const entry of this.plans) {
      const { plan } = entry;
      if (!matches(plan, task)) continue;
      entry.matched++;
      if (plan.only && !plan.only.includes(entry.matched)) continue;
      if (plan.every && entry.matched % plan.every !== 0) continue;
      return plan;
    }
    return {};
  }
}

function matches(plan: TaskPlan, task: TaskSpec): boolean {
  return (
    fits(plan.family, task.family) &&
    (plan.service === undefined || fits(plan.service, task.serviceName)) &&
    (plan.image === undefined ||
      task.containers.some((c) => fits(plan.image, taggedImage(c.definition["image"]))))
  );
}

/** As the task definition names it, also where the task is started by digest. */
const taggedImage = (image: unknown) => (typeof image === "string" ? image : undefined);
