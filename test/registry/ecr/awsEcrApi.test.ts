import { expect } from "chai";
import { AwsAccessDenied } from "../../../aws/awsErrors";
import { createAwsEcrApi } from "../../../registry/ecr/awsEcrApi";
import type { EcrApi } from "../../../registry/ecr/ecrApi";
import { errorFrom } from "../../_helpers/errorFrom";
import { httpServer, type Answer, type Asked } from "../../_helpers/httpServer";

const keys = { AWS_ACCESS_KEY_ID: "AKIABASE", AWS_SECRET_ACCESS_KEY: "secret" };

async function asking<T>(answer: Answer, work: (ecr: EcrApi, asked: Asked[]) => Promise<T>) {
  const server = await httpServer(() => ({
    headers: { "content-type": "application/x-amz-json-1.1" },
    ...answer,
  }));
  try {
    const endpoints = { ecr: `http://${server.host}` };
    return await work(createAwsEcrApi({ region: "eu-west-1", endpoints }), server.asked);
  } finally {
    await server.close();
  }
}

describe("createAwsEcrApi", () => {
  const before: Record<string, string | undefined> = {};
  beforeEach(() => {
    for (const [name, value] of Object.entries(keys)) {
      before[name] = process.env[name];
      process.env[name] = value;
    }
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it("hands out the login, with a colon in its password", () =>
    asking(
      {
        body: JSON.stringify({
          authorizationData: [
            {
              authorizationToken: btoa("AWS:pass:word"),
              expiresAt: 1_800_000_000.5,
              proxyEndpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
            },
          ],
        }),
      },
      async (ecr, asked) => {
        expect(await ecr.getAuthorizationToken()).to.deep.equal({
          username: "AWS",
          password: "pass:word",
          proxyEndpoint: "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com",
          expiresAt: 1_800_000_000_500,
        });
        expect(asked[0]?.headers.authorization).to.match(/\/eu-west-1\/ecr\//);
      },
    ));

  it("says that it got no login", () =>
    asking({ body: "{}" }, async (ecr) => {
      const error = await errorFrom(ecr.getAuthorizationToken());
      expect(error.message).to.equal("ecr:GetAuthorizationToken answered without a login.");
    }));

  it("says what is not allowed", () =>
    asking(
      { status: 400, body: '{"__type":"AccessDeniedException","message":"not authorized"}' },
      async (ecr) => {
        const error = await errorFrom(ecr.getAuthorizationToken());
        expect(error).to.be.instanceOf(AwsAccessDenied);
        expect(error.message).to.include("ecr:GetAuthorizationToken");
      },
    ));

  it("names what AWS says is not allowed, which may be the role", () =>
    asking(
      {
        status: 400,
        body: '{"__type":"AccessDeniedException","message":"User: x is not authorized to perform: sts:AssumeRole on resource: y"}',
      },
      async (ecr) => {
        const error = await errorFrom(ecr.getAuthorizationToken());
        expect(error.message).to.match(/^Not allowed: sts:AssumeRole\./);
      },
    ));

  it("describes a repository", () =>
    asking(
      { body: '{"repositories":[{"repositoryUri":"u","imageTagMutability":"IMMUTABLE"}]}' },
      async (ecr, asked) => {
        expect(await ecr.describeRepository("team/app", "123456789012")).to.deep.equal({
          uri: "u",
          imageTagMutability: "IMMUTABLE",
          exclusions: [],
        });
        expect(JSON.parse(asked[0]?.body ?? "")).to.deep.equal({
          repositoryNames: ["team/app"],
          registryId: "123456789012",
        });
      },
    ));

  it("knows nothing of a repository that is not there", () =>
    asking(
      { status: 400, body: '{"__type":"RepositoryNotFoundException","message":"none"}' },
      async (ecr) => {
        expect(await ecr.describeRepository("none")).to.be.undefined;
      },
    ));
});
