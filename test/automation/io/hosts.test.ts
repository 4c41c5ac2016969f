import { expect } from "chai";
import { LineHost } from "../../../automation/io/lineHost";
import { messages } from "../../../automation/io/messages";
import { createStyle, wantsColours } from "../../../automation/io/style";
import { TerminalHost } from "../../../automation/io/terminalHost";
import type { RolloutEvent } from "../../../contract/events";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeOutput } from "../_helpers/fakeOutput";

const plain = createStyle(false);
const text = { kind: "text" } as const;

describe("LineHost", () => {
  it("prints a line for every change, and the result alone on stdout", () => {
    const output = new FakeOutput();
    const host = new LineHost(output, plain, text);
    host.notify(progress("mage-web", 1));
    host.notify(progress("mage-web", 1));
    host.notify(progress("mage-worker", 1));
    host.notify(progress("mage-web", 2));
    host.notify(messages.warning({ message: "look out" }));
    host.notify(messages.sandbox({ text: "the result", state: {} }));
    expect(output.err).to.equal(
      [
        "mage-web: 1 of 2 running on mage-web:42",
        "mage-worker: 1 of 2 running on mage-worker:42",
        "mage-web: 2 of 2 running on mage-web:42",
        "warning: look out",
        "",
      ].join("\n"),
    );
    expect(output.out).to.equal("the result\n");
  });

  it("prints the payload as one JSON document, masked", () => {
    const output = new FakeOutput();
    const mask = () => ({ a: "[secret]" });
    new LineHost(output, plain, { kind: "json", mask }).notify(
      messages.sandbox({ text: "x", state: { a: "hunter2" } }),
    );
    expect(JSON.parse(output.out)).to.deep.equal({ a: "[secret]" });
  });
});

describe("TerminalHost", () => {
  it("keeps one row for each that moves, in place, and counts the seconds", async () => {
    const clock = new VirtualClock();
    const output = new FakeOutput({ columns: 60, rows: 24 });
    const host = new TerminalHost(output, plain, text, clock);
    host.notify(progress("mage-web", 0));
    host.notify(progress("mage-worker", 1));
    await clock.advance(3000);
    host.notify(messages.warning({ message: "look out" }));
    host.notify(progress("mage-web", 2));
    expect(output.screen()).to.deep.equal([
      "warning: look out",
      "· mage-web: 2 of 2 running on mage-web:42 3 s",
      "· mage-worker: 1 of 2 running on mage-worker:42 3 s",
    ]);
    host.notify(ended("mage-web", "deployed"));
    host.notify(ended("mage-worker", "superseded"));
    host.close();
    expect(output.screen()).to.deep.equal([
      "warning: look out",
      "✓ mage-web: deployed mage-web:42 (12 s)",
      "✗ mage-worker: superseded (12 s)",
    ]);
    await clock.advance(5000);
    expect(clock.pending).to.equal(0);
  });

  it("cuts rows to the width, and lists no more than the screen holds", () => {
    const output = new FakeOutput({ columns: 30, rows: 5 });
    const host = new TerminalHost(output, plain, text, new VirtualClock());
    for (let i = 0; i < 9; i++) host.notify(progress(`a-service-with-a-long-name-${i}`, 1));
    const screen = output.screen();
    expect(screen).to.have.length(4);
    expect(screen.every((line) => line.length < 30)).to.equal(true);
    expect(screen.at(-1)).to.equal("… and 6 more");
    host.close();
  });

  it("leaves the rows above the result", () => {
    const output = new FakeOutput({ columns: 60, rows: 24 });
    const host = new TerminalHost(output, plain, text, new VirtualClock());
    host.notify(ended("mage-web", "deployed"));
    host.notify(messages.sandbox({ text: "the result", state: {} }));
    host.notify(messages.warning({ message: "after" }));
    host.close();
    expect(output.screen()).to.deep.equal([
      "✓ mage-web: deployed mage-web:42 (12 s)",
      "warning: after",
    ]);
    expect(output.out).to.equal("the result\n");
  });
});

describe("wantsColours", () => {
  it("follows NO_COLOR, then FORCE_COLOR, then the terminal", () => {
    expect(wantsColours({}, true)).to.equal(true);
    expect(wantsColours({}, false)).to.equal(false);
    expect(wantsColours({ NO_COLOR: "1", FORCE_COLOR: "1" }, true)).to.equal(false);
    expect(wantsColours({ NO_COLOR: "" }, true)).to.equal(true);
    expect(wantsColours({ FORCE_COLOR: "1" }, false)).to.equal(true);
    expect(wantsColours({ TERM: "dumb" }, true)).to.equal(false);
  });
});

function progress(service: string, running: number) {
  return messages.rolloutProgress({ ...event(service), phase: "progress", running, desired: 2 });
}

function ended(service: string, kind: "deployed" | "superseded") {
  const outcome = kind === "deployed" ? ({ kind } as const) : ({ kind, by: "ecs-svc/2" } as const);
  return messages.rolloutEnded({ ...event(service), phase: "ended", outcome, seconds: 12 });
}

function event(service: string): Pick<RolloutEvent, "type" | "service" | "to"> {
  return { type: "rollout", service, to: `${service}:42` };
}
