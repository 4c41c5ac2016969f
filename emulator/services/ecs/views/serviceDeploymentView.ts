import type { Deployment, ServiceDeployment, ServiceRevision } from "../../../state/deployment";
import type { Service } from "../../../state/service";
import type {
  ServiceDeployment as Wire,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from "../shapes";
import { seconds } from "./seconds";

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
  const { target, rollback } = deployment;
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: seconds(deployment.createdAt),
    startedAt: seconds(deployment.startedAt),
    finishedAt: seconds(deployment.finishedAt),
    stoppedAt: seconds(deployment.stoppedAt),
    updatedAt: seconds(deployment.updatedAt),
    sourceServiceRevisions: deployment.sources.map((s) => summary(s.revision, s.deployment)),
    targetServiceRevision: summary(target.revision, target),
    status: deployment.status,
    statusReason: deployment.statusReason,
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
  };
}

function summary(revision: ServiceRevision, counts: Deployment): ServiceRevisionSummary {
  return {
    arn: revision.arn,
    requestedTaskCount: counts.desiredCount,
    runningTaskCount: counts.runningCount,
    pendingTaskCount: counts.pendingCount,
  };
}
