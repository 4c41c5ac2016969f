import type { RegisterTaskDefinitionRequest, Service } from "@aws-sdk/client-ecs";
import type { Finding } from "../../../contract/finding";

/** CPU units → memory in MiB from, to, in steps of ("Amazon ECS task definitions for Fargate"). */
const sizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16_384, 1024)],
  [4096, range(8192, 30_720, 1024)],
  [8192, range(16_384, 61_440, 4096)],
  [16_384, range(32_768, 122_880, 8192)],
]);
const largest = 16_384;

type Definition = Pick<
  RegisterTaskDefinitionRequest,
  "cpu" | "memory" | "requiresCompatibilities" | "family"
>;

/** Fargate takes only certain pairs of `cpu` and `memory`, and no task without both. */
export function fargateSizeFindings(
  name: string,
  service: Pick<Service, "launchType" | "capacityProviderStrategy">,
  definition: Definition,
): Finding[] {
  if (!onFargate(service, definition)) return [];
  const { cpu, memory } = definition;
  if (cpu === undefined || memory === undefined) {
    const missing = [...(cpu ? [] : ["cpu"]), ...(memory ? [] : ["memory"])];
    return [finding(name, definition, `says nothing of its task's ${missing.join(" and ")}`)];
  }
  const units = inUnits(cpu, /^([\d.]+)\s*vcpu$/i);
  const mebibytes = inUnits(memory, /^([\d.]+)\s*gb$/i);
  // What is larger than what we know of is for ECS to judge.
  if (units === undefined || mebibytes === undefined || units > largest) return [];
  return sizes.get(units)?.includes(mebibytes) === true
    ? []
    : [finding(name, definition, `asks for cpu ${cpu} with memory ${memory}`)];
}

function finding(service: string, { family = "?" }: Definition, what: string): Finding {
  return {
    level: "error",
    code: "FARGATE_SIZE_INVALID",
    service,
    message: `The task definition "${family}" ${what}: Fargate has no such size.`,
    remedy:
      "Set a pair that it has, e.g. cpu 256 with memory 512, in the definition to start from.",
  };
}

function onFargate(
  { launchType, capacityProviderStrategy = [] }: Parameters<typeof fargateSizeFindings>[1],
  { requiresCompatibilities = [] }: Definition,
): boolean {
  return (
    launchType === "FARGATE" ||
    requiresCompatibilities.includes("FARGATE") ||
    capacityProviderStrategy.some(({ capacityProvider }) => capacityProvider?.startsWith("FARGATE"))
  );
}

/** `256`, or `.25 vCPU`; `512`, or `0.5 GB`. */
function inUnits(text: string, large: RegExp): number | undefined {
  const match = large.exec(text.trim());
  const number = match ? Number(match[1]) * 1024 : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, n) => from + n * step);
}
