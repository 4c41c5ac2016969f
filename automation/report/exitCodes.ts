/** How a command ended, as its process's exit code says it. 2 to 5 and 11: no service was touched. */
export const exitCodes = {
  /** Deployed, or nothing to do. */
  success: 0,
  unexpected: 1,
  /** Usage, settings, or what Slipway needs on this machine. */
  usage: 2,
  preflightRefused: 3,
  /** Build or push. */
  buildFailed: 4,
  /** The one-off task. */
  taskFailed: 5,
  failedAndRolledBack: 6,
  failedNotRolledBack: 7,
  superseded: 8,
  stillMoving: 9,
  cancelled: 10,
  stackLocked: 11,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
