import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { containerAws, type ContainerAws } from "../../_helpers/containerAws";
import { rejection } from "../../_helpers/rejection";

describe("Secrets Manager", () => {
  let aws: ContainerAws;

  beforeEach(async () => {
    aws = await containerAws();
  });
  afterEach(() => aws.close());

  const get = (SecretId: string, rest: object = {}) =>
    aws.secrets.send(new GetSecretValueCommand({ SecretId, ...rest }));

  it("reads a secret by name, by ARN, and by ARN without its random end", async () => {
    const command = new CreateSecretCommand({ Name: "prod/key", SecretString: "one" });
    const { ARN = "" } = await aws.secrets.send(command);
    expect(ARN).to.match(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:prod\/key-\w{6}$/);
    for (const id of ["prod/key", ARN, ARN.slice(0, -7)]) {
      expect((await get(id)).SecretString).to.equal("one");
    }
    expect((await rejection(aws.secrets.send(command))).name).to.equal("ResourceExistsException");
  });

  it("keeps the previous value under its stage", async () => {
    await aws.secrets.send(new CreateSecretCommand({ Name: "key", SecretString: "one" }));
    await aws.secrets.send(new PutSecretValueCommand({ SecretId: "key", SecretString: "two" }));
    await aws.secrets.send(new PutSecretValueCommand({ SecretId: "key", SecretString: "three" }));
    expect((await get("key")).SecretString).to.equal("three");
    expect((await get("key", { VersionStage: "AWSPREVIOUS" })).SecretString).to.equal("two");
    const description = await aws.secrets.send(new DescribeSecretCommand({ SecretId: "key" }));
    expect(Object.values(description.VersionIdsToStages ?? {})).to.have.deep.members([
      ["AWSCURRENT"],
      ["AWSPREVIOUS"],
    ]);
  });

  it("refuses the value of a secret that is missing or scheduled for deletion", async () => {
    await aws.secrets.send(new CreateSecretCommand({ Name: "key", SecretString: "one" }));
    await aws.secrets.send(new DeleteSecretCommand({ SecretId: "key" }));
    expect((await rejection(get("key"))).name).to.equal("InvalidRequestException");
    expect((await aws.secrets.send(new ListSecretsCommand({}))).SecretList).to.eql([]);
    const gone = new DeleteSecretCommand({ SecretId: "key", ForceDeleteWithoutRecovery: true });
    await aws.secrets.send(gone);
    const error = await rejection(get("key"));
    expect([error.name, error.message]).to.eql([
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    ]);
  });
});
