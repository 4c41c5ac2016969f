/** What holds where nothing is set. Durations in seconds. */
export const defaults = {
  context: ".",
  tag: "{commit}",
  base: "service",
  versionVariable: "DD_VERSION",
  migrationTimeout: 30 * 60,
  noProgress: 30 * 60,
  timeout: 60 * 60,
  failEarly: false,
  onFailure: "rollback",
  onCancel: "leave",
  alarmsGate: { for: 5 * 60, every: 15 },
  httpGate: { for: 2 * 60, every: 5, status: 200 },
  commandGate: { for: 10 * 60 },
} as const;
