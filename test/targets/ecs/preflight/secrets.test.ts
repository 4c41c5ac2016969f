import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { Planned } from "../../../../targets/ecs/preflight/planned";
import { secretFindings } from "../../../../targets/ecs/preflight/secrets";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeTaskNeeds } from "../_helpers/fakeTaskNeeds";
import { arnOf } from "../_helpers/records";

const asm = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mage-AbCdEf";
const elsewhere = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:mage-AbCdEf";
const theirs = "arn:aws:secretsmanager:us-east-1:999999999999:secret:mage-AbCdEf";
const parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/mage/url";

function plan(service: string, ...valueFrom: string[]): Planned {
  const secrets = valueFrom.map((from, n) => ({ name: `S${n}`, valueFrom: from }));
  return planOf(service, { name: "app", secrets });
}

function planOf(service: string, container: ContainerDefinition): Planned {
  return {
    service,
    from: { taskDefinitionArn: arnOf(`${service}:1`) },
    input: { family: service, containerDefinitions: [container] },
  };
}

describe("secretFindings", () => {
  let needs: FakeTaskNeeds;

  beforeEach(() => {
    needs = new FakeTaskNeeds();
    needs.secrets.set(asm, {
      deleted: false,
      versions: { v1: ["AWSCURRENT"], v0: ["AWSPREVIOUS"] },
    });
    needs.parameters.add("/mage/url").add(parameter);
  });

  async function find(...plans: Planned[]): Promise<string[]> {
    const findings = await secretFindings(needs, plans, new VirtualClock());
    return findings.map(({ level, code, message }) => `${level} ${code} ${message}`);
  }

  it("finds nothing where all is there, and asks few questions", async () => {
    needs.secrets.set(elsewhere, { deleted: false });
    const plans = [
      plan("web", asm, `${asm}:password::`, elsewhere, "/mage/url", parameter),
      plan("worker", `${asm}:user:AWSCURRENT:`, `${asm}:::v0`, "/mage/url"),
    ];
    expect(await find(...plans)).to.be.empty;
    expect(needs.asked).to.have.members([
      `secret ${asm} us-east-1`,
      `secret ${elsewhere} eu-west-1`,
      "parameters /mage/url",
      `parameters ${parameter} eu-west-1`,
    ]);
  });

  for (const [what, valueFrom, says] of [
    ["a secret that is not there", `${asm}x`, /SECRET_NOT_FOUND .*x \(S0 of .*"app"\) does not/],
    ["a stage that no version has", `${asm}:k:AWSPENDING:`, /has no version that is AWSPENDING/],
    [
      "a parameter that is not there",
      "/mage/gone",
      /PARAMETER_NOT_FOUND .*\/mage\/gone .*does not/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const [finding = "", ...more] = await find(plan("web", valueFrom));
      expect(finding)
        .to.match(/^error/)
        .and.to.match(says);
      expect(more).to.be.empty;
    });
  }

  it("only warns of a version without a label: AWS keeps quiet about those that are still there", async () => {
    const found = await find(plan("web", `${asm}:::v7`));
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^warning SECRET_VERSION_UNLABELED .* version v7/);
  });

  it("refuses a secret without a value, and one that is deleted", async () => {
    needs.secrets.set(asm, { deleted: false, versions: {} });
    expect((await find(plan("web", asm))).join()).to.match(
      /^error .*no version that is AWSCURRENT/,
    );
    needs.secrets.set(asm, { deleted: true });
    expect((await find(plan("web", asm))).join()).to.match(/^error .*is deleted/);
  });

  it("looks at what log drivers and registries want, too", async () => {
    needs.secrets.clear();
    const found = await find(
      planOf("web", {
        name: "app",
        logConfiguration: {
          logDriver: "splunk",
          secretOptions: [{ name: "splunk-token", valueFrom: asm }],
        },
        repositoryCredentials: { credentialsParameter: elsewhere },
      }),
    );
    expect(found).to.have.length(2);
    expect(found.join()).to.include("splunk-token").and.to.include("the registry's login");
  });

  it("does not refuse what another account may hide, but says so", async () => {
    const found = await find(plan("web", theirs));
    expect(found.join()).to.match(/^note NOT_CHECKED .*another account/);
  });

  it("says once for each kind what it may not look at", async () => {
    needs.fault = new Error("Not allowed: secretsmanager:DescribeSecret.");
    const found = await find(plan("web", asm, elsewhere, "/a", "/b"));
    expect(found).to.have.length(2);
    expect(found[0]).to.include(`Could not check the secrets ${asm}, ${elsewhere}: Not allowed`);
    expect(found[1]).to.include("Could not check the parameters /a, /b");
  });

  it("leaves parameters that stand for a secret", async () => {
    await find(plan("web", "/aws/reference/secretsmanager/mage"));
    expect(needs.asked).to.be.empty;
  });
});
