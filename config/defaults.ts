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
} as const;
