/** The port to CloudWatch: the state of the alarms that deployments watch. */
export interface AlarmStates {
  /** Whether the alarm is in ALARM now; an alarm that isn't there never is. */
  inAlarm(name: string): boolean;
  /** How long CloudWatch looks back to judge the alarm, in milliseconds; undefined for an alarm that isn't there. */
  evaluationTime(name: string): number | undefined;
  /** Calls `changed` with its name after each change of an alarm's state. */
  watch(changed: (name: string) => void): void;
}
