import { CreateLogGroupCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CreateClusterCommand, ECSClient, ListClustersCommand } from "@aws-sdk/client-ecs";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { createEmulator } from "../../../emulator/emulator";
import { logsModule } from "../../../emulator/services/logs/logsModule";
import { LogStore } from "../../../emulator/services/logs/logStore";
import type { AccessKey } from "../../../emulator/access/accessKeys";
import { errorFrom } from "../../_helpers/errorFrom";
import { signedHeaders, type ToSign } from "../../_helpers/signedFetch";
import { testKey } from "../../_helpers/testAccess";
import { TestEmulator } from "../_helpers/testEmulator";

const listClusters = {
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AmazonEC2ContainerServiceV20141113.ListClusters",
  },
  body: '{"maxResults":10}',
} satisfies ToSign;
const identity = {
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
  service: "sts",
} satisfies ToSign;
const ended = {
  ...{ accessKeyId: "ASIAENDED", secretAccessKey: "ended", sessionToken: "token" },
  expiresAt: Date.UTC(2026, 0, 1),
};
const minutes = (n: number) => new Date(Date.now() + n * 60_000);

describe("emulator: signatures", () => {
  let aws: TestEmulator;

  before(async () => {
    aws = await TestEmulator.start({
      credentials: [testKey, ended],
      modules: ({ clock }) => [logsModule(new LogStore(clock, "arn:aws:logs:us-east-1:1"))],
    });
  });
  after(() => aws.close());

  const client = (credentials: AccessKey) => ({
    ...{ endpoint: aws.endpoint, region: "us-east-1", maxAttempts: 1, credentials },
  });

  /** Sends what was signed, changed on the way as a test likes. */
  async function send(signed: ToSign, changed: Partial<ToSign> = {}) {
    const headers = await signedHeaders(aws.endpoint, signed);
    const body = changed.body ?? signed.body;
    const response = await fetch(aws.endpoint, {
      ...{ method: "POST", headers: { ...headers, ...changed.headers }, body },
    });
    return { status: response.status, text: await response.text() };
  }

  describe("of the SDK's clients are taken", () => {
    it("in JSON, with characters of every kind in the body", async () => {
      const logs = new CloudWatchLogsClient(client(testKey));
      const tags = { owner: `ü ✓ 𝄞 "quoted" \\ + % & = 'x'\n\ttab  two` };
      await logs.send(new CreateLogGroupCommand({ logGroupName: "/a+b=c", tags }));
    });

    it("in the query protocol, with characters that a form has to escape", async () => {
      const iam = new IAMClient(client(testKey));
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: "a+b=c,d.e@f-g_h" }));
      expect(Role?.RoleName).to.equal("a+b=c,d.e@f-g_h");
    });

    it("with a session's token", async () => {
      const RoleArn = "arn:aws:iam::123456789012:role/deploy";
      const { Credentials: session } = await aws.sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: "release" }),
      );
      const credentials = {
        accessKeyId: session!.AccessKeyId!,
        secretAccessKey: session!.SecretAccessKey!,
      };
      const whole = { ...credentials, sessionToken: session!.SessionToken };
      await new ECSClient(client(whole)).send(new ListClustersCommand({}));
      const half = new ECSClient(client(credentials)).send(new ListClustersCommand({}));
      expect((await errorFrom(half)).name).to.equal("UnrecognizedClientException");
      const forged = new ECSClient(client({ ...credentials, sessionToken: "forged" }));
      const refused = await errorFrom(forged.send(new ListClustersCommand({})));
      expect(refused.name).to.equal("UnrecognizedClientException");
    });

    it("by a key that is added while the emulator runs", async () => {
      const added = { accessKeyId: "AKIALATER", secretAccessKey: "later" };
      const { answer } = await aws.control("POST", "keys", added);
      expect(answer).to.deep.equal(added);
      const sts = new STSClient(client(added));
      expect(await sts.send(new GetCallerIdentityCommand({}))).to.include({ UserId: "AKIALATER" });
      const drawn = await aws.control("POST", "keys", { accessKeyId: "AKIADRAWN" });
      await new STSClient(client(drawn.answer as AccessKey)).send(new GetCallerIdentityCommand({}));
    });
  });

  it("do nothing where they are wrong: a client gets AWS's own error", async () => {
    const wrong = new ECSClient(client({ ...testKey, secretAccessKey: "guessed" }));
    const refused = await errorFrom(wrong.send(new CreateClusterCommand({ clusterName: "x" })));
    expect(refused.name).to.equal("InvalidSignatureException");
    expect(refused.message).to.match(/^The request signature we calculated does not match/);
    expect(aws.emulator.ecs.store.clusters.has("x")).to.equal(false);
  });

  const cases: [what: string, problem: [json: string, query: string], ToSign, Partial<ToSign>?][] =
    [
      [
        "a key that the emulator does not know",
        ["UnrecognizedClientException", "InvalidClientTokenId"],
        { key: { accessKeyId: "AKIAOTHER", secretAccessKey: "test" } },
      ],
      [
        "a wrong secret",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        { key: { ...testKey, secretAccessKey: "Test" } },
      ],
      [
        "a body that was changed on the way",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        {},
        { body: '{"maxResults":11}' },
      ],
      [
        "a body that was changed along with its hash",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        {},
        {
          body: "",
          headers: {
            "x-amz-content-sha256":
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          },
        },
      ],
      [
        "a payload that is not signed",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
      ],
      [
        "a header of AWS's that was put in on the way",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        {},
        { headers: { "x-amz-meta": "1" } },
      ],
      [
        "a date of 16 minutes ago",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        { date: minutes(-16) },
      ],
      [
        "a date in 16 minutes",
        ["InvalidSignatureException", "SignatureDoesNotMatch"],
        { date: minutes(16) },
      ],
      ["a session that has ended", ["ExpiredTokenException", "ExpiredToken"], { key: ended }],
      [
        "half a header",
        ["IncompleteSignatureException", "IncompleteSignature"],
        {},
        {
          headers: {
            authorization: "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/x/y/aws4_request",
          },
        },
      ],
      [
        "another scheme",
        ["MissingAuthenticationTokenException", "MissingAuthenticationToken"],
        {},
        { headers: { authorization: "Basic QUtJQVRFU1Q6dGVzdA==" } },
      ],
    ];
  for (const [what, [json, query], signed, changed] of cases) {
    it(`refuse ${what}, with the codes of both protocols`, async () => {
      const all = (of: ToSign) => ({
        ...of,
        ...signed,
        headers: { ...of.headers, ...signed.headers },
      });
      const inJson = await send(all(listClusters), changed);
      expect(inJson.status).to.equal(400);
      expect(JSON.parse(inJson.text)).to.include({ __type: json });
      const inQuery = await send(all(identity), changed);
      expect(inQuery.status).to.equal(403);
      expect(inQuery.text).to.include(`<Code>${query}</Code>`);
    });
  }

  it("take a date within 15 minutes of real time, whatever AWS's clock says here", async () => {
    await aws.pass(24 * 3600);
    for (const date of [minutes(-14), minutes(14)]) {
      expect((await send({ ...listClusters, date })).status).to.equal(200);
    }
  });

  it("are asked for before an operation is looked up", async () => {
    const response = await fetch(aws.endpoint, { method: "POST", body: "Action=MakeCoffee" });
    expect(await response.text()).to.include("<Code>MissingAuthenticationToken</Code>");
  });

  it("let no one in where no key was given", async () => {
    const closed = createEmulator();
    const { endpoint } = await closed.listen();
    const ecs = new ECSClient({ ...client(testKey), endpoint });
    const refused = await errorFrom(ecs.send(new ListClustersCommand({})));
    expect(refused.name).to.equal("UnrecognizedClientException");
    await closed.close();
  });
});
