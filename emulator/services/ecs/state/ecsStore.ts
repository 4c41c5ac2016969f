import type { Cluster } from "./cluster";
import type { ServiceDeployment, ServiceRevision } from "./deployment";
import type { Service } from "./service";
import type { Family, TaskDefinition } from "./taskDefinition";

/** Everything that ECS remembers. */
export class EcsStore {
  readonly clusters = new Map<string, Cluster>();
  readonly families = new Map<string, Family>();
  /** By ARN, for the calls that name nothing else. */
  readonly serviceDeployments = new Map<
    string,
    { service: Service; serviceDeployment: ServiceDeployment }
  >();
  readonly serviceRevisions = new Map<string, { service: Service; revision: ServiceRevision }>();
  /** Answers of RunTask by client token. */
  readonly clientTokens = new Map<string, { fingerprint: string; tasks: string[] }>();

  /** By name or ARN; the default cluster for none. */
  cluster(reference = "default"): Cluster | undefined {
    return this.clusters.get(lastPart(reference));
  }

  /** By name or ARN, ACTIVE or not. */
  service(cluster: Cluster, reference: string): Service | undefined {
    return cluster.services.get(lastPart(reference));
  }

  /** `family` (its newest ACTIVE revision), `family:revision` or an ARN. */
  taskDefinition(reference: string): TaskDefinition | undefined {
    const [name = "", revision] = lastPart(reference).split(":");
    const family = this.families.get(name);
    if (!family) return undefined;
    if (revision !== undefined) return family.revisions.get(Number(revision));
    return [...family.revisions.values()].reverse().find((d) => d.status === "ACTIVE");
  }

  /** A service is gone for good: so are its deployments (dg/service-deployment). */
  forget(service: Service): void {
    for (const { arn } of service.serviceDeployments) this.serviceDeployments.delete(arn);
    for (const { arn } of service.revisions.values()) this.serviceRevisions.delete(arn);
    if (service.cluster.services.get(service.name) === service) {
      service.cluster.services.delete(service.name);
    }
  }
}

/** What stands after the last slash: the name of a cluster or service, the id of a task. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
