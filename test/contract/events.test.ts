import { expect } from "chai";
import { decodeEvent, encodeEvent, type ReleaseEvent } from "../../contract/events";

describe("events", () => {
  const events: ReleaseEvent[] = [
    {
      type: "revision",
      service: "web",
      family: "web",
      action: "register",
      from: { revision: "web:1", images: { app: "a:1" } },
      to: { images: { app: "a:2" } },
      variables: [{ container: "app", name: "DD_VERSION", change: "added" }],
      preview: true,
    },
    {
      type: "rollout",
      service: "web",
      phase: "ended",
      to: "web:2",
      outcome: { kind: "rolled back", by: "breaker", to: "web:1", finished: true },
    },
    { type: "task", service: "web", phase: "ended", exitCode: 0 },
    { type: "image", name: "app", action: "build", reference: "a:2" },
    { type: "warning", message: "ü\nline two" },
  ];
  for (const event of events) {
    it(`carries a ${event.type} on one line`, () => {
      const line = encodeEvent(event);
      expect(line).to.not.contain("\n");
      expect(decodeEvent(`  ${line}\n`)).to.deep.equal(event);
    });
  }

  for (const line of [
    "",
    "hello",
    "slipway-event",
    "slipway-event {",
    'slipway-event {"type":"x"}',
    "slipway-event null",
  ]) {
    it(`finds none in "${line}"`, () => expect(decodeEvent(line)).to.equal(undefined));
  }
});
