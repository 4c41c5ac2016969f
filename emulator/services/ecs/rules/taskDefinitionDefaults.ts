import type { TaskDefinition } from "../state/taskDefinition";
import type { ContainerDefinition, PortMapping } from "../shapes";
import { cpuUnits, mebibytes } from "./fargateSizes";

/** A task definition as ECS stores it: sizes as digits, and the members that it always shows. */
export function withDefaults(given: TaskDefinition["content"]): TaskDefinition["content"] {
  const { cpu, memory } = given;
  return {
    volumes: [],
    placementConstraints: [],
    ...given,
    ...(cpu === undefined ? {} : { cpu: cpuUnits(cpu) }),
    ...(memory === undefined ? {} : { memory: mebibytes(memory) }),
    containerDefinitions: given.containerDefinitions.map((c) => container(c, given.networkMode)),
  };
}

function container(given: ContainerDefinition, networkMode?: string): ContainerDefinition {
  return {
    cpu: 0,
    essential: true,
    environment: [],
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    ...given,
    portMappings: (given.portMappings ?? []).map((p) => portMapping(p, networkMode)),
  };
}

function portMapping(given: PortMapping, networkMode?: string): PortMapping {
  const same = networkMode === "awsvpc" || networkMode === "host";
  const hostPort = given.hostPort ?? (same ? given.containerPort : 0);
  return { protocol: "tcp", ...given, hostPort };
}
