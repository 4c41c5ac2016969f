import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  StartImageScanCommand,
} from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { containerAws, type ContainerAws } from "../../_helpers/containerAws";
import { rejection } from "../../_helpers/rejection";

describe("ECR repositories", () => {
  let aws: ContainerAws;

  beforeEach(async () => {
    aws = await containerAws();
  });
  afterEach(() => aws.close());

  const create = (repositoryName: string) =>
    aws.ecr.send(new CreateRepositoryCommand({ repositoryName }));

  it("have their URI at the registry, where the token's endpoint is too", async () => {
    const { repository } = await create("team/app");
    expect(repository).to.deep.include({
      repositoryUri: `${aws.registryHost}/team/app`,
      repositoryArn: "arn:aws:ecr:us-east-1:123456789012:repository/team/app",
      imageTagMutability: "MUTABLE",
    });
    const { authorizationData } = await aws.ecr.send(new GetAuthorizationTokenCommand({}));
    const { authorizationToken = "", proxyEndpoint } = authorizationData?.[0] ?? {};
    expect(proxyEndpoint).to.equal(`http://${aws.registryHost}`);
    // The AWS CLI splits at every colon.
    expect(Buffer.from(authorizationToken, "base64").toString()).to.match(/^AWS:[^:]+$/);
  });

  it("are refused twice, and with a name that ECR doesn't take", async () => {
    await create("app");
    expect((await rejection(create("app"))).name).to.equal("RepositoryAlreadyExistsException");
    expect((await rejection(create("App"))).name).to.equal("InvalidParameterException");
  });

  it("are listed in pages", async () => {
    for (const name of ["cc", "aa", "bb"]) await create(name);
    const first = await aws.ecr.send(new DescribeRepositoriesCommand({ maxResults: 2 }));
    const { nextToken } = first;
    const second = await aws.ecr.send(
      new DescribeRepositoriesCommand({ maxResults: 2, nextToken }),
    );
    const names = [...(first.repositories ?? []), ...(second.repositories ?? [])];
    expect(names.map(({ repositoryName }) => repositoryName)).to.eql(["aa", "bb", "cc"]);
    expect(second.nextToken).to.equal(undefined);
    const missing = aws.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ["nope"] }));
    expect((await rejection(missing)).name).to.equal("RepositoryNotFoundException");
  });

  it("are deleted with their images only when forced", async () => {
    await create("app");
    await aws.ecr.send(
      new PutImageCommand({
        repositoryName: "app",
        imageTag: "one",
        imageManifest: '{"mediaType":"application/vnd.oci.image.manifest.v1+json"}',
      }),
    );
    const remove = (force: boolean) =>
      aws.ecr.send(new DeleteRepositoryCommand({ repositoryName: "app", force }));
    expect((await rejection(remove(false))).name).to.equal("RepositoryNotEmptyException");
    await remove(true);
    await create("app");
    await remove(false);
  });

  it("have no policies, scans and uploads by API", async () => {
    await create("app");
    const repositoryName = "app";
    const lifecyclePolicyText = '{"rules":[]}';
    const attempts = [
      new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }),
      new StartImageScanCommand({ repositoryName, imageId: { imageTag: "one" } }),
      new InitiateLayerUploadCommand({ repositoryName }),
    ];
    for (const attempt of attempts) {
      const { name, message } = await rejection(aws.ecr.send(attempt as PutLifecyclePolicyCommand));
      expect(name).to.equal("UnknownOperationException");
      expect(message).to.contain("BEHAVIOR.md");
    }
  });
});
