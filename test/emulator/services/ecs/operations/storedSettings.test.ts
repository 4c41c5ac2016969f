import type { CreateServiceCommandInput } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { TestEmulator } from "../../../_helpers/testEmulator";

/** Settings that the emulator stores and shows without acting on them. */
const settings = {
  serviceConnectConfiguration: { enabled: true, namespace: "mages" },
  serviceRegistries: [{ registryArn: "arn:aws:servicediscovery:us-east-1:1:service/srv-1" }],
  vpcLatticeConfigurations: [
    { roleArn: "arn:aws:iam::1:role/lattice", targetGroupArn: "arn:lattice", portName: "web" },
  ],
  placementConstraints: [{ type: "distinctInstance" }],
  placementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
} as const satisfies Partial<CreateServiceCommandInput>;

describe("emulator: settings of a service that are stored and shown", () => {
  let aws: TestEmulator;
  before(async () => {
    aws = await TestEmulator.start();
    await aws.steadyService({
      ...settings,
      serviceRegistries: [...settings.serviceRegistries],
      vpcLatticeConfigurations: [...settings.vpcLatticeConfigurations],
      placementConstraints: [...settings.placementConstraints],
      placementStrategy: [...settings.placementStrategy],
    });
  });
  after(() => aws.close());

  it("show on the service, and on its deployment where AWS shows them there", async () => {
    const service = await aws.describe();
    const { serviceRegistries, placementConstraints, placementStrategy } = settings;
    expect(service).to.deep.include({ serviceRegistries, placementConstraints, placementStrategy });
    const { serviceConnectConfiguration, vpcLatticeConfigurations } = settings;
    expect(service.deployments![0]).to.deep.include({
      serviceConnectConfiguration,
      vpcLatticeConfigurations,
    });
  });
});
