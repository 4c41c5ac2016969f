/** ECS takes a cluster by its name or by its ARN. */
export function clusterName(cluster: string): string {
  return cluster.slice(cluster.lastIndexOf("/") + 1);
}

/** Whether both are the same cluster, by name unless both are ARNs: these tell accounts apart. */
export function isSameCluster(one: string, other: string): boolean {
  const arns = one.includes("/") && other.includes("/");
  return arns ? one === other : clusterName(one) === clusterName(other);
}
