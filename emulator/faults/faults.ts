import type { Clock } from "../../support/clock";
import type { Interceptor } from "../wire/dispatch";
import { ApiFaults } from "./apiFaults";
import type { HeldCalls } from "./heldCalls";
import { scenarioSchema, type ApiFault, type Scenario, type TaskPlan } from "./scenario";
import { TaskPlans } from "./taskPlans";
import { TokenBuckets } from "./tokenBuckets";

/** The scenario in force, and the parts that carry it out. */
export class Faults {
  readonly plans = new TaskPlans();
  private readonly api: ApiFaults;
  private readonly buckets: TokenBuckets;
  private current: Scenario;

  constructor(clock: Clock, scenario: Scenario = scenarioSchema.parse({})) {
    this.api = new ApiFaults(clock);
    this.buckets = new TokenBuckets(clock);
    this.current = scenario;
    this.set(scenario);
  }

  get scenario(): Scenario {
    return this.current;
  }

  /** Replaces the scenario, and counts from 0. Tasks that run keep their plans. */
  set(scenario: Scenario): void {
    this.current = scenario;
    this.plans.set(scenario.tasks);
    this.api.set(scenario.api);
    this.buckets.set(scenario.throttling?.factor);
  }

  /** Adds a plan that goes before the others. */
  addTaskPlan(plan: TaskPlan): void {
    this.current = { ...this.current, tasks: [plan, ...this.current.tasks] };
    this.plans.add(plan);
  }

  addApiFault(fault: ApiFault): void {
    this.current = { ...this.current, api: [...this.current.api, fault] };
    this.api.add(fault);
  }

  /** The calls that a fault of kind `hold` keeps waiting. */
  get held(): HeldCalls {
    return this.api.held;
  }

  get interceptors(): Interceptor[] {
    return [this.buckets.interceptor, this.api.interceptor];
  }
}
