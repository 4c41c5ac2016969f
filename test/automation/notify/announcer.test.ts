import { expect } from "chai";
import { Mask } from "../../../automation/io/mask";
import { Announcer } from "../../../automation/notify/announcer";
import type { Notice } from "../../../automation/notify/notice";
import type { Notifier } from "../../../automation/notify/notifier";
import { slackWebhook } from "../../../automation/notify/slackWebhook";
import { VirtualClock } from "../../_helpers/virtualClock";
import { httpServer } from "../../_helpers/httpServer";

const started: Notice = {
  ...{ state: "started", verb: "release", environment: "staging", version: "4f1c2d9" },
};
const ended: Notice = { ...started, state: "ended", link: "https://ci/hunter2hunter2" };

describe("Announcer", () => {
  const clock = new VirtualClock();
  const mask = new Mask();
  mask.add(["hunter2hunter2"]);
  let warnings: string[];
  const { signal } = new AbortController();
  const around = { clock, mask, signal, warn: (text: string) => void warnings.push(text) };
  beforeEach(() => {
    warnings = [];
  });

  it("tells in order, secrets masked", async () => {
    const told: string[] = [];
    let letGo = () => {};
    const first = new Promise<void>((resolve) => (letGo = resolve));
    const slow: Notifier = {
      name: "Slow",
      async tell({ state, link }) {
        if (state === "started") await first;
        told.push(`${state} ${link ?? ""}`);
      },
    };
    const announcer = new Announcer([slow], around);
    announcer.tell(started);
    announcer.tell(ended);
    letGo();
    await announcer.settled();
    expect(told).to.deep.equal(["started ", "ended https://ci/[secret]"]);
    expect(warnings).to.deep.equal([]);
  });

  it("gives a silent channel up after ten seconds, and notifies the others", async () => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const server = await httpServer(() => {
      asked();
      return { never: true };
    });
    const told: string[] = [];
    const other: Notifier = {
      name: "Other",
      tell: ({ state }) => Promise.resolve(void told.push(state)),
    };
    const hanging = slackWebhook(`http://${server.host}/hunter2hunter2`, fetch);
    const announcer = new Announcer([hanging, other], around);
    announcer.tell(ended);
    await wasAsked;
    await clock.advance(9_999);
    expect(warnings).to.deep.equal([]);
    await clock.advance(1);
    await announcer.settled();
    expect(warnings).to.deep.equal(["Slack could not be notified: it took longer than 10 s."]);
    expect(told).to.deep.equal(["ended"]);
    await server.close();
  });

  it("gives every channel two seconds at most once the run is stopped", async () => {
    const silent: Notifier = { name: "Slack", tell: () => new Promise(() => undefined) };
    const stop = new AbortController();
    const announcer = new Announcer([silent], { ...around, signal: stop.signal });
    announcer.tell(started);
    stop.abort(new Error("SIGTERM"));
    announcer.tell(ended);
    await clock.advance(2_000);
    await announcer.settled();
    expect(warnings).to.deep.equal(["Slack could not be notified: it took longer than 2 s."]);
  });

  it("cuts a long answer only when it is masked, so that no part of a secret is left", async () => {
    const text = `${"x".repeat(195)} hunter2hunter2 ${"y".repeat(9_000)}`;
    const server = await httpServer(() => ({ status: 404, body: text }));
    const announcer = new Announcer([slackWebhook(`http://${server.host}/`, fetch)], around);
    announcer.tell(ended);
    await announcer.settled();
    expect(warnings[0]).to.include("xxx [secret] y").and.not.include("hunter");
    expect(warnings[0]?.length).to.be.lessThan(300);
    await server.close();
  });

  it("warns of each recipient once, in one line, without a secret", async () => {
    const broken: Notifier = {
      name: "The webhook",
      tell: () => Promise.reject(new Error("it answered 500: a\nhunter2hunter2")),
    };
    const announcer = new Announcer([broken], around);
    announcer.tell(started);
    announcer.tell(ended);
    await announcer.settled();
    expect(warnings).to.deep.equal([
      "The webhook could not be notified: it answered 500: a [secret].",
    ]);
  });
});
