import { isSameCluster } from "../../targets/ecs/clusterName";

/** The new inputs, with the cluster written as before where it is still the same one. */
export function sameClusterAs<T extends { cluster?: string }>(
  { cluster: before = "" }: { readonly cluster?: string },
  news: T,
): T {
  const { cluster: after = "" } = news;
  return after !== "" && isSameCluster(before, after) ? { ...news, cluster: before } : news;
}
