import { DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { AwsAccessDenied } from "../../../aws/awsErrors";
import { createAwsIamApi } from "../../../targets/ecs/awsIamApi";
import { createAwsSecretsManagerApi } from "../../../targets/ecs/awsSecretsManagerApi";
import { createAwsSsmApi } from "../../../targets/ecs/awsSsmApi";
import type { AwsSettings } from "../../../contract/awsSettings";
import { control, testKey } from "../../_helpers/testAccess";
import { errorFrom } from "../../_helpers/errorFrom";
import { containerAws, type ContainerAws } from "../../emulator/_helpers/containerAws";
import { withAwsCredentials } from "./_helpers/awsCredentials";

describe("the adapters for what tasks need", () => {
  withAwsCredentials();
  let aws: ContainerAws;
  let settings: AwsSettings;

  beforeEach(async () => {
    aws = await containerAws();
    const { endpoint } = aws;
    const endpoints = { iam: endpoint, secretsmanager: endpoint, ssm: endpoint };
    settings = { region: "us-east-1", endpoints, maxRetries: 0 };
  });
  afterEach(() => aws.close());

  async function fault(operation: string): Promise<void> {
    const api = [{ operation, times: 0, fault: { kind: "denied" } }];
    await control(aws.endpoint, "PUT", "scenario", { api });
  }

  it("know a role from none", async () => {
    const roles = createAwsIamApi(settings);
    expect(await roles.hasRole("web")).to.equal(true);
    const iam = new IAMClient({
      ...{ endpoint: aws.endpoint, region: "us-east-1", credentials: testKey },
    });
    await iam.send(new DeleteRoleCommand({ RoleName: "web" }));
    expect(await roles.hasRole("web")).to.equal(false);
    await fault("GetRole");
    const error = await errorFrom(roles.hasRole("web"));
    expect(error).to.be.instanceOf(AwsAccessDenied);
    expect(error.message).to.include("iam:GetRole");
  });

  it("know a secret's versions, that it is deleted, and that there is none", async () => {
    const { describeSecret } = createAwsSecretsManagerApi(settings);
    const { ARN = "", VersionId = "" } = await aws.secrets.send(
      new CreateSecretCommand({ Name: "mage", SecretString: "hunter2" }),
    );
    const versions = { [VersionId]: ["AWSCURRENT"] };
    for (const region of [undefined, "us-east-1"]) {
      expect(await describeSecret(ARN, region)).to.deep.equal({ deleted: false, versions });
    }
    await aws.secrets.send(new DeleteSecretCommand({ SecretId: ARN }));
    expect(await describeSecret(ARN)).to.include({ deleted: true });
    expect(await describeSecret(`${ARN}x`)).to.equal(undefined);
    await fault("DescribeSecret");
    expect(await errorFrom(describeSecret(ARN))).to.be.instanceOf(AwsAccessDenied);
  });

  it("tell which parameters there are not, ten by ten", async () => {
    const { missingParameters } = createAwsSsmApi(settings);
    const names = Array.from({ length: 23 }, (_, n) => `/mage/${n}`);
    for (const Name of names.slice(0, 21)) {
      await aws.ssm.send(new PutParameterCommand({ Name, Type: "SecureString", Value: "hunter2" }));
    }
    expect(await missingParameters(names)).to.deep.equal(["/mage/21", "/mage/22"]);
    const { answer } = await control(aws.endpoint, "GET", "calls");
    expect(JSON.stringify(answer).match(/"GetParameters"/g)).to.have.length(3);
    await fault("GetParameters");
    expect(await errorFrom(missingParameters(names))).to.be.instanceOf(AwsAccessDenied);
  });
});
