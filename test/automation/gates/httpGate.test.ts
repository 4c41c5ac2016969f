import { expect } from "chai";
import { httpGate } from "../../../automation/gates/httpGate";
import type { HttpGateSettings } from "../../../config/settings";
import type { Clock } from "../../../support/clock";
import { VirtualClock } from "../../_helpers/virtualClock";

const version = "4f1c2d9e0b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d";
const url = "https://mage.example.com/health?token=hidden";
const settings = { kind: "http", url, status: 200, for: 30, every: 5 } as const;

type Reply = Response | Error | "never";

describe("the gate of an HTTP request", () => {
  let requests: { url: string; init: RequestInit }[];
  beforeEach(() => (requests = []));

  async function verdictOf(replies: (() => Reply)[], more: Partial<HttpGateSettings> = {}) {
    const clock = new VirtualClock();
    const fetch = (to: string, init: RequestInit): Promise<Response> => {
      const reply = replies[Math.min(requests.length, replies.length - 1)]?.() ?? "never";
      requests.push({ url: to, init });
      if (reply === "never") return new Promise(() => undefined);
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
    };
    const gate = httpGate({ ...settings, ...more }, { fetch, clock, commit: { version } });
    const verdict = gate.check(new AbortController().signal);
    await clock.advance(60_000);
    return verdict;
  }
  const ok = () => new Response("It works.");

  it("is green with the first good answer", async () => {
    expect(await verdictOf([ok])).to.deep.equal({ result: "green" });
    expect(requests.map((request) => request.url)).to.deep.equal([url]);
    expect(requests[0]?.init.redirect).to.equal("manual");
  });

  it("asks again until then", async () => {
    const broken = () => new Response("", { status: 503 });
    const gone = () => new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    expect(await verdictOf([broken, gone, ok])).to.deep.equal({ result: "green" });
    expect(requests).to.have.length(3);
  });

  const wrong: [string, () => Reply, Partial<HttpGateSettings>, string][] = [
    [
      "another status",
      () => new Response("", { status: 503 }),
      {},
      "7 requests in 30 s; the last: status 503 instead of 200.",
    ],
    [
      "a redirection",
      () => new Response("", { status: 302, headers: { location: "/login" } }),
      {},
      "the last: status 302 instead of 200",
    ],
    [
      "another text",
      () => new Response("Sorry."),
      { body: "It works" },
      'the answer does not have "It works" in it',
    ],
    [
      "no answer",
      () => new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") }),
      {},
      "no answer: connect ECONNREFUSED 127.0.0.1:9",
    ],
    [
      "an answer that never comes",
      () => "never",
      {},
      "no answer: The request took longer than 10 s",
    ],
  ];
  for (const [what, reply, more, reason] of wrong) {
    it(`is red after ${what}`, async () => {
      const verdict = await verdictOf([reply], more);
      expect(verdict.result).to.equal("red");
      expect((verdict as { reason: string }).reason).to.include(reason);
    });
  }

  describe("where the machine is suspended while a request is under way", () => {
    async function afterAnHour(reply: () => Response) {
      const clock = new VirtualClock();
      let asleep = 0;
      const fetch = (): Promise<Response> => {
        requests.push({ url, init: {} });
        if (requests.length > 1) return Promise.resolve(reply());
        asleep = 3_600_000;
        return Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") }));
      };
      const woken: Clock = {
        now: () => clock.now() + asleep,
        monotonic: () => clock.monotonic() + asleep,
        sleep: (ms, signal) => clock.sleep(ms, signal),
      };
      const gate = httpGate(settings, { fetch, clock: woken, commit: { version } });
      const verdict = gate.check(new AbortController().signal);
      await clock.advance(60_000);
      return verdict;
    }

    it("asks once more, as nothing has been asked since", async () => {
      expect(await afterAnHour(ok)).to.deep.equal({ result: "green" });
    });

    it("is red when that answer is wrong, too", async () => {
      const verdict = await afterAnHour(() => new Response("", { status: 503 }));
      expect(verdict).to.have.property("reason").that.includes("the last: status 503");
      expect(requests).to.have.length(2);
    });
  });

  const versions: [string, string, ResponseInit, string, string | undefined][] = [
    ["a field", `{"build":{"commit":"${version}"}}`, {}, "build.commit", undefined],
    ["its beginning", `{"commit":"${version.slice(0, 7)}"}`, {}, "commit", undefined],
    ["a header", "", { headers: { "X-Version": version } }, "header:x-version", undefined],
    ["the old one", '{"commit":"c0ffee1"}', {}, "commit", `version c0ffee1 instead of ${version}`],
    ["too short a beginning", '{"commit":"4f1c2d"}', {}, "commit", "version 4f1c2d instead"],
    ["none", '{"commit":null}', {}, "commit", "names no version at commit"],
    ["none where there is no JSON", "<html>", {}, "commit", "names no version at commit"],
    ["none in a header", "", {}, "header:x-version", "names no version at header:x-version"],
  ];
  for (const [what, body, init, where, reason] of versions) {
    it(`is ${reason === undefined ? "green" : "red"} where the answer names ${what}`, async () => {
      const verdict = await verdictOf([() => new Response(body, init)], { version: where });
      if (reason === undefined) expect(verdict).to.deep.equal({ result: "green" });
      else expect((verdict as { reason: string }).reason).to.include(reason);
    });
  }

  it("is not called by what may be secret in its URL", () => {
    const around = { fetch, clock: new VirtualClock(), commit: { version } };
    const login = { ...settings, url: "https://me:hidden@mage.example.com/health?token=hidden" };
    expect(httpGate(login, around).name).to.equal("http https://mage.example.com/health");
  });

  it("logs in with what its URL has of a login, which fetch would refuse and name", async () => {
    const login = { url: "https://me:hi%40dden@mage.example.com/health" };
    expect(await verdictOf([ok], login)).to.deep.equal({ result: "green" });
    expect(requests[0]?.url).to.equal("https://mage.example.com/health");
    const headers = new Headers(requests[0]?.init.headers);
    expect(headers.get("authorization")).to.equal(`Basic ${btoa("me:hi@dden")}`);
  });

  it("reads no more than a megabyte of an answer", async () => {
    let sent = 0;
    const endless = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            sent += 65_536;
            controller.enqueue(new Uint8Array(65_536));
          },
        }),
      );
    expect((await verdictOf([endless])).result).to.equal("green");
    expect(sent).to.be.within(1_048_576, 2_097_152);
  });
});
