import { clientException } from "../errors";
import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "../shapes";
import { checkFargate } from "./fargateRules";
import { cpuUnits, mebibytes } from "./fargateSizes";

const largest = 64 * 1024;
const name = /^[A-Za-z0-9_-]{1,255}$/;

/** @throws ClientException with ECS's text for the first rule that is broken (5.1–5.3) */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest): void {
  const { family, containerDefinitions: containers } = input;
  if (family === "") throw clientException("Family should not be null or empty.");
  if (!name.test(family)) {
    throw clientException(
      "Family contains invalid characters. Use up to 255 letters, digits, underscores and hyphens.",
    );
  }
  const size = Buffer.byteLength(JSON.stringify(input));
  if (size > largest) {
    throw clientException(`Actual length: '${size}'. Max allowed length is '${largest}' bytes.`);
  }
  checkTaskSize(input);
  if (containers.length === 0) throw clientException("Container list cannot be empty.");
  if (containers.length > 10) {
    throw clientException("A task definition can have at most 10 containers.");
  }
  for (const container of containers) checkContainer(container, input);
  const names = containers.map((c) => c.name);
  if (new Set(names).size < names.length) {
    throw clientException("Container names in a task definition must be unique.");
  }
  if (!containers.some((c) => c.essential ?? true)) {
    throw clientException("Task definition doesn't have any essential container.");
  }
  for (const container of containers) checkDependencies(container, containers);
  if (input.requiresCompatibilities?.includes("FARGATE")) checkFargate(input);
}

function checkTaskSize({ cpu, memory }: RegisterTaskDefinitionRequest): void {
  if (cpu !== undefined && cpuUnits(cpu) === undefined) {
    throw clientException("Invalid 'cpu' setting for task.");
  }
  if (memory !== undefined && mebibytes(memory) === undefined) {
    throw clientException("Invalid 'memory' setting for task.");
  }
}

function checkContainer(
  container: ContainerDefinition,
  input: RegisterTaskDefinitionRequest,
): void {
  if (!container.name) throw clientException("Container.name should not be null or empty.");
  if (!name.test(container.name)) {
    throw clientException(`Container.name contains invalid characters: ${container.name}`);
  }
  if (!container.image) throw clientException("Container.image should not be null or empty.");
  if (!input.memory && !container.memory && !container.memoryReservation) {
    throw clientException(
      `Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  for (const { hostPort, containerPort } of container.portMappings ?? []) {
    if (input.networkMode === "awsvpc" && hostPort && hostPort !== containerPort) {
      throw clientException(
        "When networkMode=awsvpc, the host ports and container ports in port mappings must match.",
      );
    }
  }
  const log = container.logConfiguration;
  const options = log?.options ?? {};
  if (log?.logDriver === "awslogs" && !(options["awslogs-region"] && options["awslogs-group"])) {
    throw clientException("Log driver awslogs requires options: awslogs-region, awslogs-group");
  }
}

function checkDependencies(
  container: ContainerDefinition,
  all: readonly ContainerDefinition[],
): void {
  for (const { containerName, condition } of container.dependsOn ?? []) {
    const other = all.find((c) => c.name === containerName);
    if (!other) {
      throw clientException(
        `Cannot depend on container + '${containerName}' because it does not exist`,
      );
    }
    if ((condition === "SUCCESS" || condition === "COMPLETE") && (other.essential ?? true)) {
      throw clientException(
        "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
      );
    }
    if (condition === "HEALTHY" && !other.healthCheck) {
      throw clientException(
        "A dependency container with HEALTHY condition must have health check configured",
      );
    }
    if (reaches(other, container, all, new Set())) {
      throw clientException("The dependsOn conditions of the containers form a cycle.");
    }
  }
}

function reaches(
  from: ContainerDefinition,
  to: ContainerDefinition,
  all: readonly ContainerDefinition[],
  seen: Set<ContainerDefinition>,
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (from.dependsOn ?? []).some(({ containerName }) => {
    const next = all.find((c) => c.name === containerName);
    return next !== undefined && reaches(next, to, all, seen);
  });
}
