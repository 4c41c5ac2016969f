/** On every container and volume, so that all of a sandbox is found again after a crash. */
export const labels = {
  sandbox: "slipway.sandbox",
  task: "slipway.task",
  container: "slipway.container",
} as const;
