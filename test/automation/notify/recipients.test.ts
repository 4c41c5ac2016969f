import { expect } from "chai";
import type { NotifySettings } from "../../../config/settings";
import { Mask } from "../../../automation/io/mask";
import { createAwsSnsApi } from "../../../automation/notify/awsSnsApi";
import { createNotifiers, notifySecrets } from "../../../automation/notify/createNotifiers";
import type { Notice } from "../../../automation/notify/notice";
import { sns } from "../../../automation/notify/sns";
import { errorFrom } from "../../_helpers/errorFrom";
import { httpServer, type Answer, type HttpServer } from "../../_helpers/httpServer";
import { releaseReport } from "../_helpers/reports";

const facts = { verb: "release", environment: "staging", version: "4f1c2d9" };
const report = releaseReport({ exitCode: 6 });
const started: Notice = { ...facts, state: "started" };
const waiting: Notice = { ...facts, state: "waiting", report };
const ended: Notice = { ...facts, state: "ended", report };
const topic = "arn:aws:sns:eu-west-1:123456789012:releases";

describe("the channels of a release's notifications", () => {
  let server: HttpServer;
  let answer: Answer;
  /** To the first request, where that is another. */
  let first: Answer | undefined;
  const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
  const before = keys.map((name) => process.env[name]);

  beforeEach(async () => {
    for (const name of keys) process.env[name] = "sns-test";
    answer = {};
    first = undefined;
    server = await httpServer((_, count) => (count === 1 && first) || answer);
  });
  afterEach(async () => {
    await server.close();
    keys.forEach((name, n) => {
      if (before[n] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[n];
    });
  });

  async function tell(settings: NotifySettings, ...notices: Notice[]): Promise<void> {
    const aws = { endpoints: { sns: `http://${server.host}` }, maxRetries: 0 };
    const env = { HOOK: `http://${server.host}/secret-path`, BOT: "xoxb-1" };
    const slackApi = `http://${server.host}/api`;
    const [notifier] = createNotifiers(
      { notify: [settings], aws },
      { env, send: fetch, sns: createAwsSnsApi, slackApi },
    );
    for (const one of notices) await notifier?.tell(one, new AbortController().signal);
  }

  const sent = () => server.asked.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  const slack: NotifySettings = { kind: "slack", url: { env: "HOOK" } };
  const hook: NotifySettings = { kind: "webhook", url: { env: "HOOK" } };
  const channel: NotifySettings = { kind: "slack channel", channel: "C1", token: { env: "BOT" } };

  it("are, by an incoming webhook of Slack, one message a release", async () => {
    await tell(slack, started, ended);
    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "POST /secret-path",
    ]);
    expect(sent()[0]?.text).to.equal("staging: release 4f1c2d9: failed, and rolled back");
  });

  it("are, in a channel of Slack, one message that is brought up to date", async () => {
    answer = { body: '{"ok":true,"channel":"C0LONG","ts":"1.2"}' };
    await tell(channel, started, ended);
    expect(server.asked.map(({ path }) => path)).to.deep.equal([
      "/api/chat.postMessage",
      "/api/chat.update",
    ]);
    expect(server.asked[0]?.headers.authorization).to.equal("Bearer xoxb-1");
    expect(sent().map(({ channel, ts }) => [channel, ts])).to.deep.equal([
      ["C1", undefined],
      ["C0LONG", "1.2"],
    ]);
  });

  it("get a new message where the first one failed", async () => {
    answer = { body: '{"ok":false,"error":"not_in_channel"}' };
    expect((await errorFrom(tell(channel, started))).message).to.equal(
      "chat.postMessage: not_in_channel",
    );
    answer = { body: "<html>" };
    expect((await errorFrom(tell(channel, ended))).message).to.include("not Slack's answer");
  });

  it("get the result as JSON, by a webhook", async () => {
    await tell(hook, started, waiting, ended);
    expect(sent()).to.deep.equal([report, report]);
    expect(server.asked.map(({ headers }) => headers["x-slipway-state"])).to.deep.equal([
      "waiting",
      "ended",
    ]);
  });

  it("get the error as JSON where there is no result", async () => {
    const error = { code: "STACK_LOCKED", message: "Locked.", exitCode: 11 } as const;
    await tell(hook, { ...facts, state: "ended", error });
    expect(sent()).to.deep.equal([{ exitCode: 11, error }]);
  });

  const published: Answer = {
    headers: { "content-type": "text/xml" },
    body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
  };

  it("get it by SNS, with what a subscription can filter by", async () => {
    answer = published;
    await tell({ kind: "sns", topic }, started, ended);
    expect(server.asked).to.have.length(1);
    const [{ body, headers } = { body: "", headers: {} as Record<string, string> }] = server.asked;
    const form = new URLSearchParams(body);
    expect(form.get("TopicArn")).to.equal(topic);
    expect(form.get("Subject")).to.equal("staging: release 4f1c2d9: failed, and rolled back");
    const names = ["1", "2", "3", "4"].map((n) => form.get(`MessageAttributes.entry.${n}.Name`));
    expect(names).to.deep.equal(["state", "environment", "commit", "exitCode"]);
    expect(headers["authorization"]).to.include("/eu-west-1/sns/");
    expect(form.has("MessageGroupId") || form.has("MessageDeduplicationId")).to.equal(false);
  });

  it("get it by a FIFO topic, in the order of the environment, each message once", async () => {
    answer = published;
    const fifo: NotifySettings = { kind: "sns", topic: `${topic}.fifo` };
    const elsewhere = { ...ended, environment: `größe eins ${"x".repeat(200)}` };
    await tell(fifo, waiting, ended, elsewhere);
    const forms = server.asked.map(({ body }) => new URLSearchParams(body));
    const groups = forms.map((form) => form.get("MessageGroupId") ?? "");
    expect(groups).to.deep.equal(["staging", "staging", `gr--e-eins-${"x".repeat(117)}`]);
    const ids = forms.map((form) => form.get("MessageDeduplicationId") ?? "");
    for (const id of ids) expect(id).to.match(/^[\w-]{20,128}$/);
    expect(new Set(ids)).to.have.length(3);
  });

  it("get a message of a FIFO topic once, also where it has to be sent again", async () => {
    answer = published;
    first = { status: 503 };
    const api = createAwsSnsApi({
      ...{ region: "eu-west-1", maxRetries: 1 },
      endpoints: { sns: `http://${server.host}` },
    });
    await sns(`${topic}.fifo`, api).tell(ended, new AbortController().signal);
    const ids = server.asked.map(({ body }) =>
      new URLSearchParams(body).get("MessageDeduplicationId"),
    );
    expect(ids).to.have.length(2);
    expect(ids[0]).to.be.a("string").and.equal(ids[1]);
  });

  it("get the login of their address as a header, because a request's URL may not have one", async () => {
    const value = `http://me:hidden@${server.host}/in`;
    await tell({ kind: "webhook", url: { value } }, ended);
    expect(server.asked[0]?.headers.authorization).to.equal(`Basic ${btoa("me:hidden")}`);
  });

  it("that answer no cause an error without the address", async () => {
    answer = { status: 404, body: "no_service" };
    expect((await errorFrom(tell(slack, ended))).message).to.equal("it answered 404: no_service");
    answer = { status: 302, headers: { location: "http://127.0.0.1:9/" } };
    expect((await errorFrom(tell(hook, ended))).message).to.equal("it answered 302");
    answer = { reset: true };
    expect((await errorFrom(tell(hook, ended))).message).to.match(/^no answer \(/);
  });

  it("have nothing secret in what their servers repeat of the address", () => {
    const address = "https://me:hidden-login@hooks.example.com/services/T0/B0/s3cr3t";
    const mask = new Mask();
    mask.add(notifySecrets([{ kind: "webhook", url: { value: address } }], {}));
    const said = "it answered 404: Cannot POST /services/T0/B0/s3cr3t for hidden-login";
    expect(mask.text(said)).to.equal("it answered 404: Cannot POST [secret] for [secret]");
  });

  it("have nothing secret in what is repeated of an address in parts", () => {
    const address = "https://hooks.example.com/in/0123456789abcdef?token=s3cr3t-token&v=1";
    const mask = new Mask();
    mask.add(notifySecrets([{ kind: "webhook", url: { value: address } }], {}));
    const said = "it answered 403: no hook 0123456789abcdef with s3cr3t-token";
    expect(mask.text(said)).to.equal("it answered 403: no hook [secret] with [secret]");
  });

  it("can't be told where their variable is not set", async () => {
    const unset: NotifySettings = { kind: "webhook", url: { env: "NOWHERE" } };
    expect((await errorFrom(tell(unset, ended))).message).to.equal("NOWHERE is not set");
  });
});
