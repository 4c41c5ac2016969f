/** ECS takes a cluster by its name or by its ARN. */
export function clusterName(cluster: string): string {
  return cluster.slice(cluster.lastIndexOf("/") + 1);
}

/** The new inputs, with the cluster written as before where it is still the same one. */
export function sameClusterAs<T extends { cluster?: string }>(
  { cluster: before = "" }: { readonly cluster?: string },
  news: T,
): T {
  const { cluster: after = "" } = news;
  const arns = before.includes("/") && after.includes("/");
  const same = arns ? before === after : clusterName(before) === clusterName(after);
  return same && after !== "" ? { ...news, cluster: before } : news;
}
