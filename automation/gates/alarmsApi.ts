/** CloudWatch as gates use it. Errors are SlipwayErrors (aws/awsErrors.ts). */
export interface AlarmsApi {
  /**
   * @param names at most 100, of metric and composite alarms
   * @returns those that are there, in any order
   */
  describeAlarms(names: readonly string[], signal?: AbortSignal): Promise<Alarm[]>;
}

export interface Alarm {
  readonly name: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** CloudWatch's own sentence about why it is in this state. */
  readonly reason: string;
}
