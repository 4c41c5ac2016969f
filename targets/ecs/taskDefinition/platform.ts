import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";

const architectures: Readonly<Record<string, string>> = { X86_64: "amd64", ARM64: "arm64" };

/**
 * What images for a task definition must be built for, as `os/arch`: what `runtimePlatform` says,
 * Fargate's default without it, and nothing where the container instances decide.
 */
export function platformOf({
  runtimePlatform,
  requiresCompatibilities,
}: Pick<RegisterTaskDefinitionRequest, "runtimePlatform" | "requiresCompatibilities">): string[] {
  const { operatingSystemFamily: family = "LINUX", cpuArchitecture } = runtimePlatform ?? {};
  const fargate = requiresCompatibilities?.includes("FARGATE");
  const architecture = architectures[cpuArchitecture ?? (fargate ? "X86_64" : "")];
  if (architecture === undefined) return [];
  return [`${family.startsWith("WINDOWS") ? "windows" : "linux"}/${architecture}`];
}
