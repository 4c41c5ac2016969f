import { expect } from "chai";
import { AwsAccessDenied, AwsCredentialsRejected, AwsUnreachable } from "../../aws/awsErrors";
import { createAwsStsApi } from "../../aws/awsStsApi";
import { errorFrom } from "../_helpers/errorFrom";
import { httpServer, type Answer, type Asked } from "../_helpers/httpServer";

const keys = { AWS_ACCESS_KEY_ID: "AKIABASE", AWS_SECRET_ACCESS_KEY: "hunter2-secret-key" };

const identity: Answer = {
  headers: { "content-type": "text/xml" },
  body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::210987654321:assumed-role/b/release</Arn><UserId>x</UserId><Account>210987654321</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
};

function assumed(accessKey: string): Answer {
  return {
    headers: { "content-type": "text/xml" },
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::210987654321:assumed-role/b/x</Arn><AssumedRoleId>x</AssumedRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function refused(code: string, status = 403): Answer {
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  };
}

function signer({ headers }: Asked): string | undefined {
  return /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1];
}

describe("createAwsStsApi", () => {
  const before: Record<string, string | undefined> = {};
  beforeEach(() => {
    for (const [name, value] of Object.entries({ ...keys, AWS_PROFILE: undefined })) {
      before[name] = process.env[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it("assumes one role after the other, each signed with the one before", async () => {
    const server = await httpServer((asked) => {
      const parameters = new URLSearchParams(asked.body);
      if (parameters.get("Action") === "GetCallerIdentity") return identity;
      return assumed(parameters.get("RoleArn")?.endsWith("/a") ? "ASIAFIRST" : "ASIASECOND");
    });
    const sts = createAwsStsApi({
      region: "eu-west-1",
      endpoints: { sts: `http://${server.host}` },
      assumeRoles: [
        { roleArn: "arn:aws:iam::123456789012:role/a", externalId: "e", duration: 900 },
        { roleArn: "arn:aws:iam::210987654321:role/b", sessionName: "release", tags: { k: "v" } },
      ],
    });
    try {
      expect(await sts.getCallerIdentity()).to.deep.equal({
        account: "210987654321",
        arn: "arn:aws:sts::210987654321:assumed-role/b/release",
      });
    } finally {
      await server.close();
    }
    const calls = server.asked.map((asked) => [
      signer(asked),
      new URLSearchParams(asked.body).get("Action"),
    ]);
    expect(calls).to.deep.equal([
      ["AKIABASE", "AssumeRole"],
      ["ASIAFIRST", "AssumeRole"],
      ["ASIASECOND", "GetCallerIdentity"],
    ]);
    const [first, second] = server.asked.map(({ body }) =>
      Object.fromEntries(new URLSearchParams(body)),
    );
    expect(first).to.include({
      RoleArn: "arn:aws:iam::123456789012:role/a",
      RoleSessionName: "slipway",
      ExternalId: "e",
      DurationSeconds: "900",
    });
    expect(second).to.include({
      RoleSessionName: "release",
      "Tags.member.1.Key": "k",
      "Tags.member.1.Value": "v",
    });
  });

  const failures: [Answer, typeof AwsAccessDenied | typeof AwsCredentialsRejected][] = [
    [refused("AccessDenied"), AwsAccessDenied],
    [refused("ExpiredToken"), AwsCredentialsRejected],
    [refused("InvalidClientTokenId"), AwsCredentialsRejected],
  ];
  for (const [answer, type] of failures) {
    it(`says ${type.name} for ${/<Code>(\w+)/.exec(answer.body ?? "")?.[1] ?? ""}`, async () => {
      const server = await httpServer(() => answer);
      const endpoints = { sts: `http://${server.host}` };
      const sts = createAwsStsApi({ region: "us-east-1", endpoints });
      const error = await errorFrom(sts.getCallerIdentity());
      await server.close();
      expect(error).to.be.instanceOf(type);
      expect(error.message).to.include("sts:GetCallerIdentity");
      expect(JSON.stringify(error) + error.message).not.to.include(keys.AWS_SECRET_ACCESS_KEY);
    });
  }

  it("says that nobody answers", async () => {
    const server = await httpServer(() => ({}));
    await server.close();
    const endpoints = { sts: `http://${server.host}` };
    const sts = createAwsStsApi({ region: "us-east-1", endpoints, maxRetries: 0 });
    const error = await errorFrom(sts.getCallerIdentity());
    expect(error).to.be.instanceOf(AwsUnreachable);
    expect(error.message).to.include("ECONNREFUSED");
  });
});
