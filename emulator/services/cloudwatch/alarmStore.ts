import type { AlarmStates } from "../ecs/ports/alarmStates";
import type { PutMetricAlarmInput, StateValue } from "./shapes";

/** An alarm and its state; times in milliseconds since the epoch. */
export interface StoredAlarm {
  configuration: PutMetricAlarmInput;
  arn: string;
  state: StateValue;
  reason: string;
  reasonData?: string;
  configuredAt: number;
  /** When state or reason were last set. */
  updatedAt: number;
  /** When the state was last another one. */
  transitionedAt: number;
}

/** CloudWatch's period where an alarm names none, in seconds. */
const usualPeriod = 60;

/** The metric alarms of the one account and region. There are no metrics here: only SetAlarmState changes a state. */
export class AlarmStore implements AlarmStates {
  private readonly alarms = new Map<string, StoredAlarm>();
  private readonly watchers: ((name: string) => void)[] = [];

  constructor(
    private readonly clock: { now(): number },
    /** `arn:aws:cloudwatch:REGION:ACCOUNT` */
    private readonly arnPrefix: string,
  ) {}

  /** Makes an alarm in INSUFFICIENT_DATA; one that is there keeps its state, and gets the new configuration whole. */
  put(configuration: PutMetricAlarmInput): void {
    const { AlarmName: name } = configuration;
    const now = this.clock.now();
    const existing = this.alarms.get(name);
    this.alarms.set(name, {
      state: "INSUFFICIENT_DATA",
      reason: "Unchecked: Initial alarm creation",
      updatedAt: now,
      transitionedAt: now,
      ...existing,
      arn: `${this.arnPrefix}:alarm:${name}`,
      configuration,
      configuredAt: now,
    });
  }

  /** @returns whether there is such an alarm */
  setState(name: string, state: StateValue, reason: string, reasonData?: string): boolean {
    const alarm = this.alarms.get(name);
    if (!alarm) return false;
    const now = this.clock.now();
    const changed = alarm.state !== state;
    this.alarms.set(name, {
      ...alarm,
      state,
      reason,
      reasonData,
      updatedAt: now,
      transitionedAt: changed ? now : alarm.transitionedAt,
    });
    if (changed) for (const watcher of this.watchers) watcher(name);
    return true;
  }

  /** @returns whether there was such an alarm */
  delete(name: string): boolean {
    return this.alarms.delete(name);
  }

  /** By name. */
  list(): StoredAlarm[] {
    return [...this.alarms.values()].sort((a, b) =>
      a.configuration.AlarmName < b.configuration.AlarmName ? -1 : 1,
    );
  }

  inAlarm(name: string): boolean {
    return this.alarms.get(name)?.state === "ALARM";
  }

  evaluationTime(name: string): number | undefined {
    const alarm = this.alarms.get(name);
    if (!alarm) return undefined;
    const { Period: period = usualPeriod, EvaluationPeriods: periods = 1 } = alarm.configuration;
    return period * periods * 1000;
  }

  watch(changed: (name: string) => void): void {
    this.watchers.push(changed);
  }
}
