import type { Random } from "../../../../support/clock";
import type { Agenda } from "../../../core/agenda";
import type { Arns } from "../arns";
import type { TaskRuntime } from "../../../tasks/taskRuntime";
import type { AlarmStates } from "../ports/alarmStates";
import type { TargetGroups } from "../ports/targetGroups";
import type { EcsStore } from "../state/ecsStore";
import type { Pace } from "./pace";

/** What the scheduler and its passes work with. */
export interface SchedulerContext {
  agenda: Agenda;
  random: Random;
  region: string;
  arns: Arns;
  store: EcsStore;
  runtime: TaskRuntime;
  targets: TargetGroups;
  alarms: AlarmStates;
  pace: Pace;
}
