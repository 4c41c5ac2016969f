import {
  DescribeClustersCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { createEmulator, type Emulator } from "../../../emulator/emulator";
import { registryActions } from "../../../emulator/services/ecr/distribution/registryActions";
import { readScenario } from "../../../emulator/faults/scenario";
import { errorFrom } from "../../_helpers/errorFrom";

describe("permissions", () => {
  let emulator: Emulator;
  let endpoint: string;
  const client = (accessKeyId: string) => ({
    ...{ endpoint, region: "us-east-1", maxAttempts: 1 },
    credentials: { accessKeyId, secretAccessKey: "x" },
  });

  beforeEach(async () => {
    emulator = createEmulator({
      credentials: ["AKIAREADER", "AKIAOTHER"].map((accessKeyId) => ({
        ...{ accessKeyId, secretAccessKey: "x" },
      })),
    });
    ({ endpoint } = await emulator.listen());
    const permissions = { AKIAREADER: ["ecs:Describe*", "ecs:RegisterTaskDefinition"] };
    emulator.apply(readScenario({ permissions }));
  });
  afterEach(() => emulator.close());

  it("allow a listed access key the actions of its policy, and other keys everything", async () => {
    await new ECSClient(client("AKIAREADER")).send(new DescribeClustersCommand({}));
    const free = new ECSClient(client("AKIAOTHER"));
    await free.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        containerDefinitions: [{ name: "app", image: "a", memory: 64 }],
        tags: [{ key: "team", value: "a" }],
      }),
    );
  });

  it("refuse a call with AWS's text, which names the missing action", async () => {
    const sts = new STSClient(client("AKIAREADER"));
    const assume = { RoleArn: "arn:aws:iam::123456789012:role/x", RoleSessionName: "me" };
    const denied = await errorFrom(sts.send(new AssumeRoleCommand(assume)));
    expect(denied.name).to.equal("AccessDenied");
    expect(denied.message).to.equal(
      "User: arn:aws:iam::123456789012:user/AKIAREADER is not authorized to perform: sts:AssumeRole on resource: * because no identity-based policy allows the sts:AssumeRole action",
    );
  });

  it("want iam:PassRole and ecs:TagResource, too, for a task definition with roles and tags", async () => {
    const ecs = new ECSClient(client("AKIAREADER"));
    const containerDefinitions = [{ name: "app", image: "a", memory: 64 }];
    const register = (more: object) =>
      ecs.send(new RegisterTaskDefinitionCommand({ family: "web", containerDefinitions, ...more }));
    await register({});
    const tagged = await errorFrom(register({ tags: [{ key: "team", value: "a" }] }));
    expect(tagged.name).to.equal("AccessDeniedException");
    expect(tagged.message).to.include("ecs:TagResource");
    const taskRoleArn = "arn:aws:iam::123456789012:role/task";
    expect((await errorFrom(register({ taskRoleArn }))).message).to.include("iam:PassRole");
  });

  it("allow GetCallerIdentity to every caller", async () => {
    const sts = new STSClient(client("AKIAREADER"));
    expect(await sts.send(new GetCallerIdentityCommand({}))).to.have.property("Account");
  });

  const requests: [
    method: string,
    kind: "manifests" | "blobs",
    reference: string,
    action: string,
  ][] = [
    ["GET", "manifests", "v1", "ecr:BatchGetImage"],
    ["HEAD", "manifests", "v1", "ecr:BatchGetImage"],
    ["PUT", "manifests", "v1", "ecr:PutImage"],
    ["HEAD", "blobs", "sha256:a", "ecr:BatchCheckLayerAvailability"],
    ["GET", "blobs", "sha256:a", "ecr:GetDownloadUrlForLayer"],
    ["POST", "blobs", "uploads/", "ecr:InitiateLayerUpload"],
    ["PATCH", "blobs", "uploads/1", "ecr:UploadLayerPart"],
    ["PUT", "blobs", "uploads/1", "ecr:CompleteLayerUpload"],
  ];
  for (const [method, kind, reference, action] of requests) {
    it(`take ${method} ${kind}/${reference} of the registry for ${action}`, () => {
      expect(registryActions(method, { repository: "app", kind, reference }, false)).to.eql([
        action,
      ]);
    });
  }

  it("want both actions of an upload for a layer that comes in one request", () => {
    const path = { repository: "app", kind: "blobs", reference: "uploads/1" } as const;
    const both = ["ecr:UploadLayerPart", "ecr:CompleteLayerUpload"];
    expect(registryActions("PUT", path, true)).to.eql(both);
  });
});
