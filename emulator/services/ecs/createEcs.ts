import type { EmulatorContext } from "../../context";
import type { TaskRuntime } from "../../tasks/taskRuntime";
import type { AlarmStates } from "./ports/alarmStates";
import { livePace, type Pace } from "./scheduler/pace";
import { Scheduler } from "./scheduler/scheduler";
import type { TargetGroups } from "./ports/targetGroups";
import { arnsOf, type Arns } from "./arns";
import { EcsStore } from "./state/ecsStore";
import { StaleReads } from "./staleReads";

/** ECS: the context of its operations. */
export interface Ecs extends EmulatorContext {
  store: EcsStore;
  arns: Arns;
  scheduler: Scheduler;
  staleReads: StaleReads;
  options: EcsOptions;
}

export interface EcsOptions {
  pace: Pace;
  /**
   * What the first answer of UpdateService shows as PRIMARY's desired count: live answers of 2026 and of 2021 differ.
   */
  firstDesired: "zero" | "full";
}

export interface EcsParts {
  runtime: TaskRuntime;
  targets: TargetGroups;
  alarms: AlarmStates;
  pace?: Partial<Pace>;
  firstDesired?: EcsOptions["firstDesired"];
}

export function createEcs(context: EmulatorContext, parts: EcsParts): Ecs {
  const { agenda, random, region, account } = context;
  const store = new EcsStore();
  const arns = arnsOf(region, account);
  const pace = { ...livePace, ...parts.pace };
  const scheduler = new Scheduler({
    agenda,
    random,
    region,
    arns,
    store,
    runtime: parts.runtime,
    targets: parts.targets,
    alarms: parts.alarms,
    pace,
  });
  const options = { pace, firstDesired: parts.firstDesired ?? "zero" };
  return { ...context, store, arns, scheduler, staleReads: new StaleReads(agenda), options };
}
