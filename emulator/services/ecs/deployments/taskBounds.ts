import type { DeploymentConfiguration, SchedulingStrategy } from "../shapes";

/** How many tasks a service must keep healthy and may have at the same time (dg/deployment-type-ecs). */
export interface TaskBounds {
  lower: number;
  upper: number;
}

export function taskBounds(desired: number, configuration: DeploymentConfiguration): TaskBounds {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = configuration;
  return {
    lower: Math.ceil((desired * minimumHealthyPercent) / 100),
    upper: Math.floor((desired * maximumPercent) / 100),
  };
}

export function defaultPercents(
  strategy: SchedulingStrategy,
): Required<Pick<DeploymentConfiguration, "maximumPercent" | "minimumHealthyPercent">> {
  return strategy === "DAEMON"
    ? { maximumPercent: 100, minimumHealthyPercent: 0 }
    : { maximumPercent: 200, minimumHealthyPercent: 100 };
}
