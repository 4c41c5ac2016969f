import type { HealthStatus } from "../shapes";
import type { ContainerSpec } from "../../../tasks/taskRuntime";

/** What the conditions of dependsOn look at. */
export interface ContainerFacts {
  lastStatus: "PENDING" | "RUNNING" | "STOPPED";
  /** It reached RUNNING at some time. */
  ran: boolean;
  exitCode?: number;
  healthStatus: HealthStatus;
}

/** Whether everything that a container depends on is as it asks (api/ContainerDependency). */
export function mayStart(spec: ContainerSpec, facts: (name: string) => ContainerFacts): boolean {
  return spec.dependsOn.every(({ containerName, condition }) => {
    const other = facts(containerName);
    switch (condition) {
      case "START":
        return other.ran;
      case "COMPLETE":
        return other.lastStatus === "STOPPED" && other.ran;
      case "SUCCESS":
        return other.lastStatus === "STOPPED" && other.exitCode === 0;
      case "HEALTHY":
        return other.healthStatus === "HEALTHY";
    }
  });
}

/** Whether something that a container depends on has ended in another way than it asks. */
export function canNeverStart(
  spec: ContainerSpec,
  facts: (name: string) => ContainerFacts,
): boolean {
  return spec.dependsOn.some(({ containerName, condition }) => {
    const other = facts(containerName);
    if (other.lastStatus !== "STOPPED") return false;
    switch (condition) {
      case "START":
      case "COMPLETE":
        return !other.ran;
      case "SUCCESS":
        return other.exitCode !== 0;
      case "HEALTHY":
        return other.healthStatus !== "HEALTHY";
    }
  });
}

/** Of the running containers, those that no running container depends on. */
export function nextToStop(specs: readonly ContainerSpec[], running: readonly string[]): string[] {
  const neededBy = (name: string) =>
    specs.some(
      (s) => running.includes(s.name) && s.dependsOn.some((d) => d.containerName === name),
    );
  return running.filter((name) => !neededBy(name));
}
