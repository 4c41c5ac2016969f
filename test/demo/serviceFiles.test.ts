import { expect } from "chai";
import { readServiceFiles, type DemoService } from "../../demo/serviceFiles";

const values = {
  account: "123456789012",
  region: "us-east-1",
  cluster: "mage",
  environment: "staging",
  architecture: "X86_64",
  baseImage: "127.0.0.1:5000/base/busybox:1",
  bootstrapImage: "127.0.0.1:5000/mage:bootstrap",
  secretKeyArn:
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:mage/staging/secret-key-aBcDeF",
  targetGroupArn:
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mage/0123456789abcdef",
};

describe("the demo's service files", () => {
  let services: DemoService[];
  before(async () => {
    services = await readServiceFiles(values);
  });

  it("leave no placeholder behind", () => {
    expect(JSON.stringify(services)).not.to.include("${");
  });

  it("start web twice and worker once, guarded by the circuit breaker", () => {
    const seen = services.map(({ service }) => [
      service.serviceName,
      service.desiredCount,
      service.deploymentConfiguration?.deploymentCircuitBreaker,
    ]);
    expect(seen).to.deep.equal([
      ["mage-web", 2, { enable: true, rollback: true }],
      ["mage-worker", 1, { enable: true, rollback: true }],
    ]);
  });

  it("run each service on a family of its own name", () => {
    for (const { taskDefinition, service } of services) {
      expect(service.taskDefinition).to.equal(taskDefinition.family);
    }
  });

  it("name only containers and volumes that the task definition has", () => {
    for (const { taskDefinition } of services) {
      const containers = taskDefinition.containerDefinitions ?? [];
      const names = containers.map((container) => container.name);
      const volumes = (taskDefinition.volumes ?? []).map((volume) => volume.name);
      for (const container of containers) {
        const needed = (container.dependsOn ?? []).map((d) => d.containerName);
        const mounted = (container.mountPoints ?? []).map((m) => m.sourceVolume);
        expect(names).to.include.members(needed);
        expect(volumes).to.include.members(mounted);
      }
    }
  });

  it("let the migration succeed before the web starts", () => {
    const [web, migrate] = services[0]!.taskDefinition.containerDefinitions!;
    expect(web!.dependsOn).to.deep.include({ containerName: "migrate", condition: "SUCCESS" });
    expect(migrate).to.include({ name: "migrate", essential: false });
  });

  it("hand out secrets by reference only", () => {
    for (const { taskDefinition } of services) {
      for (const container of taskDefinition.containerDefinitions ?? []) {
        for (const secret of container.secrets ?? []) {
          expect(secret.valueFrom).to.match(
            /^arn:aws:(ssm|secretsmanager):us-east-1:123456789012:/,
          );
        }
      }
    }
  });
});
