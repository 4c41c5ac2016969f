import type { CPUArchitecture, OSFamily } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { platformOf } from "../../../../targets/ecs/taskDefinition/platform";

describe("platformOf", () => {
  const table: [CPUArchitecture | undefined, OSFamily | undefined, boolean, string[]][] = [
    ["ARM64", "LINUX", true, ["linux/arm64"]],
    ["X86_64", "LINUX", false, ["linux/amd64"]],
    ["X86_64", "WINDOWS_SERVER_2022_CORE", true, ["windows/amd64"]],
    [undefined, undefined, true, ["linux/amd64"]],
    [undefined, undefined, false, []],
  ];
  for (const [cpuArchitecture, operatingSystemFamily, fargate, platforms] of table) {
    const on = fargate ? "Fargate" : "EC2";
    it(`is ${platforms.join() || "nothing"} for ${cpuArchitecture ?? "none"} on ${on}`, () => {
      const runtimePlatform = cpuArchitecture && { cpuArchitecture, operatingSystemFamily };
      const compatibilities = fargate ? ["FARGATE" as const] : ["EC2" as const];
      expect(
        platformOf({ runtimePlatform, requiresCompatibilities: compatibilities }),
      ).to.deep.equal(platforms);
    });
  }
});
