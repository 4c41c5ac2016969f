import type { Compatibility, RegisterTaskDefinitionRequest } from "../shapes";
import { cpuUnits, fargateSizes, mebibytes } from "./fargateSizes";

/** Where a task definition can run. */
export function compatibilitiesOf(input: RegisterTaskDefinitionRequest): Compatibility[] {
  const { cpu, memory, networkMode } = input;
  const sizes = fargateSizes.get(Number(cpuUnits(cpu ?? "")));
  const fits = sizes?.includes(Number(mebibytes(memory ?? ""))) ?? false;
  return networkMode === "awsvpc" && fits ? ["EC2", "FARGATE"] : ["EC2"];
}
