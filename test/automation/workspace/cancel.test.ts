import { expect } from "chai";
import { relayCancel } from "../../../automation/workspace/cancel";
import { VirtualClock } from "../../_helpers/virtualClock";

describe("relayCancel", () => {
  let clock: VirtualClock;
  let request: AbortController;

  beforeEach(() => {
    clock = new VirtualClock();
    request = new AbortController();
  });

  it("tells an engine that has not heard of it", async () => {
    const relay = relayCancel(clock, request.signal);
    request.abort(new Error("SIGTERM"));
    await clock.advance(399);
    expect(relay.signal.aborted).to.equal(false);
    await clock.advance(1);
    expect(relay.signal.aborted).to.equal(true);
    expect(relay.wasSeen).to.equal(false);
  });

  it("leaves one alone that got the signal itself: a second one would drop what is in flight", async () => {
    const relay = relayCancel(clock, request.signal);
    request.abort(new Error("SIGINT"));
    await clock.advance(50);
    relay.seen();
    await clock.advance(10_000);
    expect(relay.signal.aborted).to.equal(false);
    expect(relay.wasSeen).to.equal(true);
  });

  it("tells nobody when the engine has ended meanwhile", async () => {
    const relay = relayCancel(clock, request.signal);
    request.abort(new Error("SIGINT"));
    await clock.advance(100);
    relay.done();
    await clock.advance(10_000);
    expect(relay.signal.aborted).to.equal(false);
    expect(clock.pending).to.equal(0);
  });

  it("passes a cancellation on that came before the engine", async () => {
    request.abort(new Error("SIGINT"));
    const relay = relayCancel(clock, request.signal);
    await clock.advance(400);
    expect(relay.signal.aborted).to.equal(true);
  });
});
