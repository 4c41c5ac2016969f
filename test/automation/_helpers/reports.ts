import type { ReleaseReport, ServiceReport } from "../../../automation/report/releaseReport";

/** A release of one service that went well. */
export function releaseReport(changed: Partial<ReleaseReport> = {}): ReleaseReport {
  return {
    command: "up",
    environment: "staging",
    cluster: "mage",
    commit: { sha: "4f1c2d9", version: "4f1c2d9", dirty: false },
    exitCode: 0,
    nothingToDo: false,
    images: [
      {
        name: "mage",
        action: "build",
        reference: "repo/mage:4f1c2d9",
        digest: `sha256:${"ab".repeat(32)}`,
        environmentTag: "staging",
      },
    ],
    services: [serviceReport()],
    warnings: [],
    failures: [],
    ...changed,
  };
}

export function serviceReport(changed: Partial<ServiceReport> = {}): ServiceReport {
  return {
    service: "mage-web",
    from: "mage-web:41",
    to: "mage-web:42",
    action: "register",
    images: [{ container: "app", from: "repo/mage:old", to: "repo/mage:4f1c2d9" }],
    variables: [{ container: "app", name: "DD_VERSION", change: "changed" }],
    outcome: "deployed",
    detail: { kind: "deployed" },
    seconds: 12,
    now: "on mage-web:42",
    ...changed,
  };
}

/** A service whose new tasks failed, and that ECS rolled back. */
export function failedService(reason: string, changed: Partial<ServiceReport> = {}): ServiceReport {
  return serviceReport({
    outcome: "rolled back",
    detail: { kind: "rolled back", by: "breaker", finished: true, to: "mage-web:41" },
    reason,
    now: "back on mage-web:41",
    ...changed,
  });
}
