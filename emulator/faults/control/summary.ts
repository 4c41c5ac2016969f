import type { Ecs } from "../../services/ecs/createEcs";
import type { Elb } from "../../services/elbv2/elb";
import type { LoadBalancer } from "../../services/elbv2/state/loadBalancer";
import type { Service } from "../../services/ecs/state/service";
import type { TargetGroup } from "../../services/elbv2/state/targetGroup";

/** The state in a few lines, for people and tests: not an AWS API. */
export function summary(ecs: Ecs, elb: Elb) {
  return {
    now: new Date(ecs.agenda.now()).toISOString(),
    account: ecs.account,
    region: ecs.region,
    runtime: ecs.scheduler.context.runtime.name,
    clusters: [...ecs.store.clusters.values()].map((cluster) => ({
      name: cluster.name,
      status: cluster.status,
      runningTasks: cluster.runningTasks,
      pendingTasks: cluster.pendingTasks,
      services: [...ecs.store.servicesOf(cluster).values()].map(serviceSummary),
    })),
    loadBalancers: [...elb.store.loadBalancers.values()].map(loadBalancerSummary),
    targetGroups: [...elb.store.targetGroups.values()].map(targetGroupSummary),
  };
}

function serviceSummary(service: Service) {
  return {
    name: service.name,
    status: service.status,
    desired: service.desiredCount,
    taskDefinition: `${service.taskDefinition.family}:${service.taskDefinition.revision}`,
    deployments: service.deployments.map((d) => ({
      id: d.id,
      status: d.status,
      rolloutState: d.rolloutState,
      taskDefinition: `${d.revision.taskDefinition.family}:${d.revision.taskDefinition.revision}`,
      counts: [d.desiredCount, d.runningCount, d.pendingCount, d.failedTasks],
      serviceDeployment: d.serviceDeployment.status,
    })),
  };
}

function loadBalancerSummary({ name, listeners }: LoadBalancer) {
  return {
    name,
    listeners: [...listeners].map(({ port, protocol, address }) => ({ port, protocol, address })),
  };
}

function targetGroupSummary({ name, targets }: TargetGroup) {
  return {
    name,
    targets: [...targets].map(({ id, port, health, requests, backend }) => {
      const { address } = backend;
      return {
        id,
        port,
        address: address && `${address.host}:${address.port}`,
        state: health.state,
        requests,
      };
    }),
  };
}
