import { clientException } from "../errors";
import type { Compatibility, RegisterTaskDefinitionRequest } from "../shapes";
import { cpuUnits, fargateSizes, mebibytes } from "./fargateSizes";

const ecrImage = /^\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

/** @throws ClientException for what Fargate doesn't run (dg/fargate-tasks-services, api/RegisterTaskDefinition) */
export function checkFargate(input: RegisterTaskDefinitionRequest): void {
  const { cpu, memory, networkMode, containerDefinitions, executionRoleArn } = input;
  if (!cpu) throw clientException("Fargate requires that 'cpu' be defined at the task level.");
  if (!memory) {
    throw clientException("Fargate requires that 'memory' be defined at the task level.");
  }
  if (networkMode !== "awsvpc") {
    throw clientException("Fargate only supports network mode ‘awsvpc’.");
  }
  const [units, size] = [Number(cpuUnits(cpu)), Number(mebibytes(memory))];
  if (!fargateSizes.get(units)?.includes(size)) {
    throw clientException(
      `No Fargate configuration exists for given values: ${units} CPU, ${size} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
  for (const container of containerDefinitions) {
    const needsRole = (what: string) =>
      clientException(
        `Fargate requires task definition to have execution role ARN to support ${what}.`,
      );
    if (!executionRoleArn && ecrImage.test(container.image ?? "")) throw needsRole("ECR images");
    if (!executionRoleArn && container.logConfiguration?.logDriver === "awslogs") {
      throw needsRole("log driver awslogs");
    }
    if ((container.stopTimeout ?? 0) > 120) {
      throw clientException(
        "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.",
      );
    }
  }
}

/** Where a task definition can run. */
export function compatibilitiesOf(input: RegisterTaskDefinitionRequest): Compatibility[] {
  const { cpu, memory, networkMode } = input;
  const sizes = fargateSizes.get(Number(cpuUnits(cpu ?? "")));
  const fits = sizes?.includes(Number(mebibytes(memory ?? ""))) ?? false;
  return networkMode === "awsvpc" && fits ? ["EC2", "FARGATE"] : ["EC2"];
}
