import type { PauseHook, RevisionCounts, ServiceDeployment } from "../state/deployment";
import type { ServiceRevision } from "../state/serviceRevision";
import type { Service } from "../state/service";
import type {
  DeploymentLifecycleHookDetail,
  ServiceDeployment as Wire,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from "../shapes";
import { seconds } from "../../../core/time";

/** As ListServiceDeployments has it. */
export function serviceDeploymentBrief(
  service: Service,
  deployment: ServiceDeployment,
): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedAt: seconds(deployment.startedAt),
    createdAt: seconds(deployment.createdAt),
    finishedAt: seconds(deployment.finishedAt),
    targetServiceRevisionArn: deployment.target.revision.arn,
    status: deployment.status,
    statusReason: deployment.statusReason,
  };
}

/** As DescribeServiceDeployments has it. */
export function serviceDeploymentView(service: Service, deployment: ServiceDeployment): Wire {
  const { target, rollback, alarms, hooks, frozen } = deployment;
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: seconds(deployment.createdAt),
    startedAt: seconds(deployment.startedAt),
    finishedAt: seconds(deployment.finishedAt),
    stoppedAt: seconds(deployment.stoppedAt),
    updatedAt: seconds(deployment.updatedAt),
    sourceServiceRevisions: deployment.sources.map((s) =>
      summary(s.revision, frozen?.get(s.deployment) ?? s.deployment),
    ),
    targetServiceRevision: summary(target.revision, frozen?.get(target) ?? target),
    status: deployment.status,
    statusReason: deployment.statusReason,
    lifecycleStage: deployment.stage,
    lifecycleHookDetails: hooks.length === 0 ? undefined : hooks.map(hookDetail),
    deploymentConfiguration: deployment.deploymentConfiguration,
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: seconds(rollback.startedAt),
      serviceRevisionArn: rollback.revision.arn,
    },
    deploymentCircuitBreaker: {
      status: deployment.breakerStatus,
      failureCount: target.breaker.failures,
      threshold: deployment.breakerThreshold,
    },
    alarms: {
      status: alarms.status,
      ...(alarms.names.length > 0 && { alarmNames: [...alarms.names] }),
      ...(alarms.triggered.length > 0 && { triggeredAlarmNames: alarms.triggered }),
    },
  };
}

function hookDetail(hook: PauseHook): DeploymentLifecycleHookDetail {
  return {
    hookId: hook.id,
    targetType: "PAUSE",
    status: hook.status,
    expiresAt: seconds(hook.expiresAt),
    timeoutAction: hook.timeoutAction,
  };
}

function summary(revision: ServiceRevision, counts: RevisionCounts): ServiceRevisionSummary {
  return {
    arn: revision.arn,
    requestedTaskCount: counts.desiredCount,
    runningTaskCount: counts.runningCount,
    pendingTaskCount: counts.pendingCount,
  };
}
