/** ARNs of ECS in one account and region; the new, long formats. */
export interface Arns {
  cluster(name: string): string;
  service(cluster: string, name: string): string;
  task(cluster: string, id: string): string;
  container(cluster: string, task: string, id: string): string;
  taskDefinition(family: string, revision: number): string;
  serviceDeployment(cluster: string, service: string, id: string): string;
  serviceRevision(cluster: string, service: string, digits: string): string;
}

export function arnsOf(region: string, account: string): Arns {
  const arn = (...parts: (string | number)[]) =>
    `arn:aws:ecs:${region}:${account}:${parts.join("/")}`;
  return {
    cluster: (name) => arn("cluster", name),
    service: (cluster, name) => arn("service", cluster, name),
    task: (cluster, id) => arn("task", cluster, id),
    container: (cluster, task, id) => arn("container", cluster, task, id),
    taskDefinition: (family, revision) => arn("task-definition", `${family}:${revision}`),
    serviceDeployment: (cluster, service, id) => arn("service-deployment", cluster, service, id),
    serviceRevision: (cluster, service, digits) =>
      arn("service-revision", cluster, service, digits),
  };
}
