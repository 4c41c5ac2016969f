import type { LaunchType } from "../shapes";
import type { ServiceRevision } from "../state/serviceRevision";

/** What a revision's tasks run on; EC2 where neither its launch type nor its capacity providers say Fargate. */
export function launchTypeOf({ settings }: ServiceRevision): LaunchType {
  const { launchType, capacityProviderStrategy = [] } = settings;
  if (launchType) return launchType;
  return capacityProviderStrategy.some((s) => s.capacityProvider.startsWith("FARGATE"))
    ? "FARGATE"
    : "EC2";
}

/** The platform that answers show: only Fargate has platform versions. */
export function platformOf(
  launchType: string,
  version?: string,
): { platformVersion?: string; platformFamily?: string } {
  if (launchType !== "FARGATE") return {};
  return { platformVersion: version ?? "LATEST", platformFamily: "Linux" };
}
