import { deploymentDigits, serviceDeploymentId } from "../../../core/ids";
import type { Deployment, ServiceDeployment } from "../state/deployment";
import type { Service } from "../state/service";
import type { ServiceRevision } from "../state/serviceRevision";
import { breakerThreshold, freshBreaker } from "./breaker";
import { endServiceDeployment } from "./endServiceDeployment";
import { rolloutReasons } from "../scheduler/eventTexts";
import { newAlarmMonitor } from "./alarmMonitor";
import type { SchedulerContext } from "../scheduler/schedulerContext";

/** The statuses of a ServiceDeployment that is still in progress. */
const unfinished = new Set(["PENDING", "IN_PROGRESS"]);

/** How a new deployment is made. */
export interface NewDeployment {
  /** What the answer to the caller shows. */
  desiredCount: number;
  /** Look up digests again, although the task definition is the same (api/UpdateService). */
  force?: boolean;
}

/** Makes a deployment of the service's task definition and settings PRIMARY; the one before stays ACTIVE. */
export function beginDeployment(
  { agenda, random, arns, store, alarms }: SchedulerContext,
  service: Service,
  { desiredCount, force = false }: NewDeployment,
): Deployment {
  const now = agenda.now();
  const digits = deploymentDigits(random);
  const names = [service.cluster.name, service.name] as const;
  const revision: ServiceRevision = {
    arn: arns.serviceRevision(...names, digits),
    digits,
    taskDefinition: service.taskDefinition,
    settings: { ...service.settings },
    digests: new Map(),
    digestState: "open",
    digestAttempts: 0,
    createdAt: now,
  };
  if (!force) reuseDigests(service, revision);
  const breaker = service.deploymentConfiguration.deploymentCircuitBreaker;
  const deployment: Deployment = {
    id: `ecs-svc/${digits}`,
    status: "PRIMARY",
    revision,
    desiredCount,
    runningCount: 0,
    pendingCount: 0,
    failedTasks: 0,
    rolloutState: "IN_PROGRESS",
    rolloutStateReason: rolloutReasons.inProgress(`ecs-svc/${digits}`),
    createdAt: now,
    updatedAt: now,
    tasks: new Set(),
    unjudged: [],
    begun: false,
    everHealthy: false,
    breaker: freshBreaker(),
    launch: { failures: 0, notBefore: 0 },
    serviceDeployment: {
      arn: arns.serviceDeployment(...names, serviceDeploymentId(random)),
      status: "PENDING",
      createdAt: now,
      updatedAt: now,
      sources: service.deployments.map((d) => ({ revision: d.revision, deployment: d })),
      deploymentConfiguration: service.deploymentConfiguration,
      breakerStatus: breaker?.enable ? "MONITORING" : "DISABLED",
      breakerThreshold: breaker ? breakerThreshold(breaker, service.desiredCount) : 0,
      alarms: newAlarmMonitor(service.deploymentConfiguration, alarms),
      hooks: [],
    } as Partial<ServiceDeployment> as ServiceDeployment,
  };
  deployment.serviceDeployment.target = deployment;
  supersede(service, now);
  service.deployments.unshift(deployment);
  service.serviceDeployments.unshift(deployment.serviceDeployment);
  service.revisions.set(digits, revision);
  service.scheduling.steady = false;
  const { serviceDeployment } = deployment;
  store.serviceDeployments.set(serviceDeployment.arn, { service, serviceDeployment });
  store.serviceRevisions.set(revision.arn, { service, revision });
  return deployment;
}

/**
 * Digests of a task definition stay as they were established, until a deployment is forced (dg/deployment-type-ecs).
 */
function reuseDigests({ deployments: [last] }: Service, revision: ServiceRevision): void {
  if (last?.revision.taskDefinition !== revision.taskDefinition) return;
  if (last.revision.digestState === "open") return;
  revision.digests = new Map(last.revision.digests);
  revision.digestState = "settled";
}

/** A newer deployment stops the one before, or its rollback (dg/service-deployment). */
function supersede(service: Service, now: number): void {
  const [primary] = service.deployments;
  if (primary) {
    primary.status = "ACTIVE";
    primary.updatedAt = now;
    const { serviceDeployment } = primary;
    if (unfinished.has(serviceDeployment.status)) {
      serviceDeployment.status = "STOP_REQUESTED";
      serviceDeployment.updatedAt = now;
    } else if (serviceDeployment.status === "ROLLBACK_REQUESTED") {
      endServiceDeployment(serviceDeployment, "STOPPED", now);
    }
  }
  if (service.rollback) {
    endServiceDeployment(service.rollback.serviceDeployment, "ROLLBACK_FAILED", now);
    service.rollback = undefined;
  }
}
