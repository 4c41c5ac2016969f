import { ECSClient, ListClustersCommand, ListServicesCommand } from "@aws-sdk/client-ecs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { testKey } from "../../_helpers/testAccess";
import { signedFetch } from "../../_helpers/signedFetch";
import { rejection } from "../_helpers/rejection";
import { TestEmulator } from "../_helpers/testEmulator";

const prefix = "AmazonEC2ContainerServiceV20141113";

describe("emulator: the wire", () => {
  let aws: TestEmulator;
  before(async () => {
    aws = await TestEmulator.start();
  });
  after(() => aws.close());

  const post = async (target: string, body: string) => {
    const response = await signedFetch(aws.endpoint, {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body,
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, answer };
  };

  it("answers JSON 1.1 with a request id and times as seconds", async () => {
    await aws.createService();
    const { status, headers, answer } = await post(
      `${prefix}.DescribeServices`,
      JSON.stringify({ cluster: "main", services: ["web"] }),
    );
    expect(status).to.equal(200);
    expect(headers.get("content-type")).to.equal("application/x-amz-json-1.1");
    expect(headers.get("x-amzn-requestid")).to.match(/^[0-9a-f-]{36}$/);
    const [service] = answer["services"] as { createdAt: number; deployments: object[] }[];
    expect(service!.createdAt).to.equal(aws.clock.now() / 1000);
    expect(JSON.stringify(answer)).not.to.contain("null");
  });

  it("puts an error's code into the body and the header", async () => {
    const { status, headers, answer } = await post(
      `${prefix}.ListServices`,
      JSON.stringify({ cluster: "none" }),
    );
    expect(status).to.equal(400);
    expect(headers.get("x-amzn-errortype")).to.equal("ClusterNotFoundException");
    expect(answer).to.deep.equal({
      __type: "ClusterNotFoundException",
      message: "Cluster not found.",
    });
  });

  const malformed: [string, string, string, RegExp][] = [
    ["an unknown operation", "MakeCoffee", "{}", /^UnknownOperationException/],
    [
      "an operation it doesn't model",
      "CreateTaskSet",
      "{}",
      /^UnknownOperationException.*BEHAVIOR/,
    ],
    ["a body that isn't JSON", "ListClusters", "{", /^SerializationException/],
    ["a body that is no object", "ListClusters", "[]", /^SerializationException/],
    [
      "a misspelt member",
      "DescribeServices",
      '{"service":["web"]}',
      /^SerializationException: Unknown member service\./,
    ],
    [
      "a member of another type",
      "CreateService",
      '{"serviceName":"a","desiredCount":"1"}',
      /^SerializationException: desiredCount should be a whole number, not string\./,
    ],
    [
      "a misspelt member deep inside",
      "RegisterTaskDefinition",
      '{"family":"a","containerDefinitions":[{"name":"a","enviroment":[]}]}',
      /^SerializationException: Unknown member containerDefinitions\[0\]\.enviroment\./,
    ],
    [
      "a missing member",
      "DescribeServices",
      '{"cluster":"main"}',
      /^InvalidParameterException: services should not be null or empty\./,
    ],
    [
      "a value that isn't in the list",
      "RunTask",
      '{"taskDefinition":"web","launchType":"CLOUD"}',
      /^InvalidParameterException: launchType has the value CLOUD/,
    ],
  ];
  for (const [what, operation, body, expected] of malformed) {
    it(`refuses ${what}`, async () => {
      const { status, answer } = await post(`${prefix}.${operation}`, body);
      expect(status).to.be.oneOf([400, 501]);
      expect(`${String(answer["__type"])}: ${String(answer["message"])}`).to.match(expected);
    });
  }

  it("counts a member that is null as absent", async () => {
    const { status } = await post(`${prefix}.ListClusters`, '{"nextToken":null}');
    expect(status).to.equal(200);
  });

  it("refuses a request that isn't signed", async () => {
    const headers = { "x-amz-target": `${prefix}.ListClusters` };
    const response = await fetch(aws.endpoint, { method: "POST", headers, body: "{}" });
    expect(await response.json()).to.deep.include({
      __type: "MissingAuthenticationTokenException",
    });
  });

  it("pages with an opaque token, and refuses a false one", async () => {
    for (let i = 0; i < 12; i++) await aws.createService({ serviceName: `s${i}` });
    const first = await aws.ecs.send(new ListServicesCommand({ cluster: "main" }));
    expect(first.serviceArns).to.have.length(10);
    const second = await aws.ecs.send(
      new ListServicesCommand({ cluster: "main", nextToken: first.nextToken }),
    );
    expect(second.serviceArns).to.have.length(3);
    expect(second).not.to.have.property("nextToken");
    const refused = await rejection(aws.ecs.send(new ListClustersCommand({ nextToken: "x" })));
    expect(refused.name).to.equal("InvalidParameterException");
  });

  it("answers the same for requests that are signed for another region", async () => {
    const elsewhere = new ECSClient({
      endpoint: aws.endpoint,
      region: "eu-west-1",
      credentials: testKey,
    });
    const { clusterArns } = await elsewhere.send(new ListClustersCommand({}));
    elsewhere.destroy();
    expect(clusterArns).to.deep.equal(["arn:aws:ecs:us-east-1:123456789012:cluster/main"]);
  });

  it("answers `constructor` as an unknown operation, not as what every object has", async () => {
    const { status } = await post(`${prefix}.constructor`, "{}");
    expect(status).to.equal(400);
  });

  it("cuts the connection of a request that is too large for AWS, and answers the next one", async () => {
    const body = `{"a":"${"x".repeat(17 * 1024 * 1024)}"}`;
    const refused = await rejection(post(`${prefix}.ListClusters`, body));
    expect(refused.message).to.equal("fetch failed");
    expect(await aws.ecs.send(new ListClustersCommand({}))).to.have.property("clusterArns");
  });

  it("names the caller by its access key, also with the credentials of a role", async () => {
    const me = await aws.sts.send(new GetCallerIdentityCommand({}));
    expect(me).to.include({ Account: "123456789012", UserId: "AKIATEST" });
    const RoleArn = "arn:aws:iam::210987654321:role/deploy";
    const { Credentials: session } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "release" }),
    );
    // By real time: clients compare it with the time of their machine.
    expect(session!.Expiration!.getTime()).to.be.closeTo(Date.now() + 3_600_000, 60_000);
    const other = new STSClient({
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: {
        accessKeyId: session!.AccessKeyId!,
        secretAccessKey: session!.SecretAccessKey!,
        sessionToken: session!.SessionToken,
      },
    });
    expect(await other.send(new GetCallerIdentityCommand({}))).to.include({
      Account: "210987654321",
      Arn: "arn:aws:sts::210987654321:assumed-role/deploy/release",
    });
    other.destroy();
    const refused = await rejection(
      aws.sts.send(
        new AssumeRoleCommand({ RoleArn: "role/deploy/xxxxxxxxx", RoleSessionName: "r1" }),
      ),
    );
    expect(refused.name).to.equal("ValidationError");
  });
});
