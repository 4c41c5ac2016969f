import { expect } from "chai";
import { createAwsEcsApi } from "../../../targets/ecs/awsEcsApi";
import {
  ecsError,
  EcsTransientError,
  isConcurrentRegistration,
} from "../../../targets/ecs/ecsErrors";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import { SlipwayError } from "../../../support/errors";
import { errorFrom } from "../../_helpers/errorFrom";
import { httpServer } from "../../_helpers/httpServer";
import { withAwsCredentials } from "./_helpers/awsCredentials";
import { JsonServer } from "./_helpers/jsonServer";

function sdkError(name: string, message: string, fields: object = {}): Error {
  return Object.assign(new Error(message), { name }, fields);
}

describe("ecsError", () => {
  const cases: [string, Error, string, RegExp][] = [
    [
      "a denied action by the name that AWS gives",
      sdkError(
        "AccessDeniedException",
        "User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: r",
      ),
      "ECS_ACCESS_DENIED",
      /^Not allowed: iam:PassRole\./,
    ],
    [
      "a denied action by the call where AWS names none",
      sdkError("AccessDeniedException", "no"),
      "ECS_ACCESS_DENIED",
      /^Not allowed: ecs:UpdateService\./,
    ],
    [
      "throttling",
      sdkError("ThrottlingException", "Rate exceeded"),
      "ECS_THROTTLED",
      /throttles ecs:UpdateService/,
    ],
    [
      "a cluster that is not there",
      sdkError("ClusterNotFoundException", "Cluster not found."),
      "CLUSTER_NOT_FOUND",
      /"main"/,
    ],
    [
      "a service that is not there",
      sdkError("ServiceNotFoundException", "Service not found."),
      "SERVICE_NOT_FOUND",
      /"web" does not exist in the cluster "main"/,
    ],
    [
      "an inactive service",
      sdkError("ServiceNotActiveException", "Service was not ACTIVE."),
      "SERVICE_NOT_ACTIVE",
      /"web" is not active/,
    ],
    [
      "no credentials",
      sdkError("CredentialsProviderError", "Could not load credentials from any providers"),
      "AWS_CREDENTIALS_MISSING",
      /No AWS credentials/,
    ],
    [
      "expired credentials",
      sdkError("ExpiredTokenException", "The security token included in the request is expired"),
      "AWS_CREDENTIALS_REJECTED",
      /expired/,
    ],
    ["no region", new Error("Region is missing"), "AWS_REGION_MISSING", /No AWS region/],
    [
      "a refused connection",
      sdkError("Error", "connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" }),
      "ECS_UNREACHABLE",
      /ECONNREFUSED/,
    ],
    [
      "a server's fault",
      sdkError("ServerException", "oops", { $metadata: { httpStatusCode: 500 } }),
      "ECS_SERVER_FAULT",
      /HTTP 500/,
    ],
    [
      "anything else in ECS's own words",
      sdkError("ClientException", "TaskDefinition is inactive", {
        $metadata: { httpStatusCode: 400 },
      }),
      "ECS_REFUSED",
      /^ecs:UpdateService: TaskDefinition is inactive\.$/,
    ],
  ];
  for (const [what, error, code, message] of cases) {
    it(`tells ${what}`, () => {
      const told = ecsError(error, {
        action: "ecs:UpdateService",
        cluster: "main",
        service: "web",
      });
      expect(told.code).to.equal(code);
      expect(told.message).to.match(message);
      expect(told.cause).to.equal(error);
    });
  }

  it("leaves Slipway's own errors as they are", () => {
    const own = ecsError(new Error("x"), { action: "a" });
    expect(ecsError(own, { action: "b" })).to.equal(own);
  });

  it("knows the refusal of two registrations at once", () => {
    const error = sdkError(
      "ClientException",
      "Too many concurrent attempts to create a new revision of the specified family.",
    );
    const told = ecsError(error, { action: "ecs:RegisterTaskDefinition" });
    expect(isConcurrentRegistration(told)).to.be.true;
    expect(isConcurrentRegistration(error)).to.be.false;
  });
});

describe("createAwsEcsApi", () => {
  let server: JsonServer;
  let url: string;

  withAwsCredentials();
  beforeEach(async () => {
    server = new JsonServer();
    url = await server.start();
  });
  afterEach(async () => {
    await server.stop();
  });

  function connect(more: object = {}): EcsApi {
    return createAwsEcsApi({ region: "us-east-1", endpoints: { ecs: url, sts: url }, ...more });
  }

  it("sends UpdateService with the revision alone, never a desired count", async () => {
    server.answer = () => ({ body: { service: { serviceName: "web" } } });
    await connect().updateService({ cluster: "main", service: "web", taskDefinition: "web:2" });
    expect(server.received[0]?.body).to.deep.equal({
      cluster: "main",
      service: "web",
      taskDefinition: "web:2",
    });
  });

  it("repeats a registration never: it may have arrived", async () => {
    server.answer = () => ({ status: 500, body: { __type: "ServerException", message: "x" } });
    const error: unknown = await connect()
      .registerTaskDefinition({ family: "web", containerDefinitions: [] })
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(EcsTransientError);
    expect(server.received).to.have.lengthOf(1);
  });

  it("repeats a read", async () => {
    let failures = 1;
    server.answer = () =>
      failures-- > 0
        ? { status: 500, body: { __type: "ServerException", message: "x" } }
        : { body: { services: [{ serviceName: "web" }] } };
    const { services } = await connect().describeServices("main", ["web"]);
    expect(services).to.have.lengthOf(1);
    expect(server.received).to.have.lengthOf(2);
  });

  it("reads a list to its last page", async () => {
    server.answer = ({ body }) =>
      (body as { nextToken?: string }).nextToken === undefined
        ? { body: { taskArns: ["a"], nextToken: "2" } }
        : { body: { taskArns: ["b"] } };
    const arns = await connect().listTasks({
      cluster: "main",
      startedBy: "x",
      desiredStatus: "STOPPED",
    });
    expect(arns).to.deep.equal(["a", "b"]);
  });

  it("tells an endpoint that does not answer", async () => {
    await server.stop();
    const error: unknown = await connect({ maxRetries: 0 })
      .describeServices("main", ["web"])
      .catch((e: unknown) => e);
    expect(error).to.have.property("code", "ECS_UNREACHABLE");
    server = new JsonServer();
    await server.start();
  });

  it("hands an abort on as it is", async () => {
    const abort = new AbortController();
    server.answer = () => {
      abort.abort();
      return { body: {} };
    };
    const error: unknown = await connect()
      .describeServices("main", ["web"], abort.signal)
      .catch((e: unknown) => e);
    expect(error).to.not.be.instanceOf(SlipwayError);
  });

  it("sends nothing to ECS before the account is checked, where accounts are listed", async () => {
    server.answer = () => ({ status: 403, body: { __type: "ExpiredToken", message: "expired" } });
    const error: unknown = await connect({ allowedAccountIds: ["123456789012"], maxRetries: 0 })
      .describeServices("main", ["web"])
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(SlipwayError);
    expect(server.received.map(({ target }) => target)).to.not.include("DescribeServices");
  });

  it("waits for no account when it is aborted", async () => {
    const sts = await httpServer(() => ({ never: true }));
    const endpoints = { sts: `http://${sts.host}` };
    const abort = new AbortController();
    const waiting = errorFrom(
      connect({ allowedAccountIds: ["123456789012"], endpoints }).describeServices(
        "main",
        ["web"],
        abort.signal,
      ),
    );
    abort.abort(new Error("SIGINT"));
    expect((await waiting).message).to.equal("SIGINT");
    await sts.close();
  });
});
