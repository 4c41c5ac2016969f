import { DeleteRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { scenarioSchema } from "../../../../emulator/faults/scenario";
import { testKey } from "../../../_helpers/testAccess";
import { rejection } from "../../_helpers/rejection";
import { TestEmulator } from "../../_helpers/testEmulator";

describe("IAM roles", () => {
  let test: TestEmulator;
  let iam: IAMClient;

  beforeEach(async () => {
    test = await TestEmulator.start();
    iam = new IAMClient({
      endpoint: test.endpoint,
      region: "eu-west-1",
      credentials: testKey,
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    iam.destroy();
    await test.close();
  });

  const get = (RoleName: string) => iam.send(new GetRoleCommand({ RoleName }));

  it("exist under every name until they are deleted, because tasks may assume any", async () => {
    const { Role } = await get("web-execution");
    expect(Role).to.include({
      Arn: "arn:aws:iam::123456789012:role/web-execution",
      RoleName: "web-execution",
    });
    expect(Role?.CreateDate).to.be.instanceOf(Date);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).to.include("ecs-tasks");
    expect((await get("web-execution")).Role?.RoleId).to.equal(Role?.RoleId);
  });

  it("are missing after DeleteRole", async () => {
    await iam.send(new DeleteRoleCommand({ RoleName: "web" }));
    const error = await rejection(get("web"));
    expect(error.name).to.equal("NoSuchEntityException");
    expect(error.message).to.include("The role with name web cannot be found");
    const again = iam.send(new DeleteRoleCommand({ RoleName: "web" }));
    expect((await rejection(again)).name).to.equal("NoSuchEntityException");
    await get("worker");
  });

  it("are refused to a caller without the permission iam:GetRole", async () => {
    test.emulator.apply(scenarioSchema.parse({ permissions: { AKIATEST: ["ecs:*"] } }));
    const error = await rejection(get("web"));
    expect(error.name).to.match(/^AccessDenied/);
    expect(error.message).to.include("iam:GetRole");
  });
});
