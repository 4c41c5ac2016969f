import type { Cluster } from "./cluster";
import type { ServiceDeployment } from "./deployment";
import type { Service } from "./service";
import type { ServiceRevision } from "./serviceRevision";
import type { Task } from "./task";
import type { Family, TaskDefinition } from "./taskDefinition";

/** The records of ECS. */
export class EcsStore {
  readonly clusters = new Map<string, Cluster>();
  readonly families = new Map<string, Family>();
  /** By ARN: some calls name only that. */
  readonly serviceDeployments = new Map<
    string,
    { service: Service; serviceDeployment: ServiceDeployment }
  >();
  readonly serviceRevisions = new Map<string, { service: Service; revision: ServiceRevision }>();
  /** Answers of RunTask by client token. */
  readonly clientTokens = new Map<string, { fingerprint: string; tasks: string[] }>();
  private readonly services = new WeakMap<Cluster, Map<string, Service>>();
  private readonly tasks = new WeakMap<Cluster, Map<string, Task>>();

  /** By name or ARN; the default cluster for none. */
  cluster(reference = "default"): Cluster | undefined {
    return this.clusters.get(lastPart(reference));
  }

  /** A cluster's services by name; an INACTIVE one stays until it is forgotten or created again. */
  servicesOf(cluster: Cluster): Map<string, Service> {
    return mapOf(this.services, cluster);
  }

  /** A cluster's tasks by id; a stopped one stays for an hour. */
  tasksOf(cluster: Cluster): Map<string, Task> {
    return mapOf(this.tasks, cluster);
  }

  /** By name or ARN, ACTIVE or not. */
  service(cluster: Cluster, reference: string): Service | undefined {
    return this.servicesOf(cluster).get(lastPart(reference));
  }

  /** `family` (its newest ACTIVE revision), `family:revision` or an ARN. */
  taskDefinition(reference: string): TaskDefinition | undefined {
    const [name = "", revision] = lastPart(reference).split(":");
    const family = this.families.get(name);
    if (!family) return undefined;
    if (revision !== undefined) return family.revisions.get(Number(revision));
    return [...family.revisions.values()].reverse().find((d) => d.status === "ACTIVE");
  }

  /** Removes a service with its deployments and revisions (dg/service-deployment). */
  forget(service: Service): void {
    for (const { arn } of service.serviceDeployments) this.serviceDeployments.delete(arn);
    for (const { arn } of service.revisions.values()) this.serviceRevisions.delete(arn);
    const services = this.servicesOf(service.cluster);
    if (services.get(service.name) === service) services.delete(service.name);
  }
}

function mapOf<Item>(
  all: WeakMap<Cluster, Map<string, Item>>,
  cluster: Cluster,
): Map<string, Item> {
  const own = all.get(cluster) ?? new Map<string, Item>();
  all.set(cluster, own);
  return own;
}

/** What stands after the last slash: the name of a cluster or service, the id of a task. */
export function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
