import { stackFile, type Context } from "../context";
import { clusterName } from "../schema/scalars";
import { schemaProblems } from "../problems/schemaProblems";

export function resolveCluster(context: Context): string | undefined {
  const { config, run, origins, problems, shown } = context;
  if (run.cluster) {
    const { value, path, origin } = run.cluster;
    const result = clusterName.safeParse(value);
    if (!result.success) {
      problems.push(...schemaProblems(path, clusterName, value, result.error.issues, shown));
      return undefined;
    }
    origins.add("cluster", value, origin);
    return value;
  }
  const { cluster } = config.slipway;
  origins.addSetting("cluster", cluster);
  const known = run.empty.has("cluster") || config.broken.has("slipway:cluster");
  if (cluster === undefined && !known) {
    problems.push({
      path: "CLUSTER_NAME",
      message: "is not set, and no cluster is configured.",
      remedy: `Set CLUSTER_NAME, or slipway:cluster in ${stackFile(context)}.`,
    });
  }
  return cluster;
}
