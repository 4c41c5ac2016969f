import { expect } from "chai";
import { fargateSizeFindings } from "../../../../targets/ecs/preflight/fargateSize";

function codes(cpu: string | undefined, memory: string | undefined, service = {}, on = true) {
  const definition = {
    family: "web",
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(on && { requiresCompatibilities: ["FARGATE" as const] }),
  };
  return fargateSizeFindings("web", service, definition).map(({ message }) => message);
}

describe("fargateSizeFindings", () => {
  const valid: [string, string][] = [
    ["256", "512"],
    ["256", "2048"],
    [".25 vCPU", "0.5GB"],
    ["512", "4096"],
    ["1 vCPU", "2 GB"],
    ["2048", "16384"],
    ["4096", "30720"],
    ["8192", "61440"],
    ["16384", "122880"],
    // Larger than what AWS had when this was written: its own business.
    ["32768", "249856"],
    // ECS says that better.
    ["a lot", "512"],
  ];
  for (const [cpu, memory] of valid) {
    it(`leaves cpu ${cpu} with memory ${memory}`, () => {
      expect(codes(cpu, memory)).to.be.empty;
    });
  }

  const invalid: [string | undefined, string | undefined, RegExp][] = [
    ["256", "4096", /asks for cpu 256 with memory 4096/],
    ["512", "1536", /1536/],
    ["300", "512", /cpu 300/],
    ["8192", "16385", /16385/],
    ["1024", undefined, /memory/],
    [undefined, undefined, /cpu and memory/],
  ];
  for (const [cpu, memory, text] of invalid) {
    it(`refuses cpu ${cpu ?? "unset"} with memory ${memory ?? "unset"}`, () => {
      expect(codes(cpu, memory).join()).to.match(text);
    });
  }

  it("looks at tasks on Fargate only, whoever says so", () => {
    expect(codes("300", "300", {}, false)).to.be.empty;
    expect(codes("300", "300", { launchType: "EC2" }, false)).to.be.empty;
    expect(codes("300", "300", { launchType: "FARGATE" }, false)).to.have.lengthOf(1);
    const capacityProviderStrategy = [{ capacityProvider: "FARGATE_SPOT" }];
    expect(codes("300", "300", { capacityProviderStrategy }, false)).to.have.lengthOf(1);
  });
});
