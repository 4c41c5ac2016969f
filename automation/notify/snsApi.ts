/** The part of Amazon SNS that notices use. */
export interface SnsApi {
  /**
   * Sends `message` to the topic's subscribers.
   * @param attributes subscriptions can filter by them
   * @throws AwsAccessDenied and the like
   */
  publish(message: SnsMessage, signal: AbortSignal): Promise<void>;
}

export interface SnsMessage {
  /** The topic's ARN. */
  readonly topic: string;
  /** ASCII, one line, at most 100 characters. */
  readonly subject: string;
  readonly text: string;
  /** For a FIFO topic, which keeps the order of what has the same: 1 to 128 of ASCII without blanks. */
  readonly group?: string;
  readonly attributes: Readonly<Record<string, string>>;
}
