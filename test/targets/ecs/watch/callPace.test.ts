import { expect } from "chai";
import { CallPace } from "../../../../targets/ecs/watch/callPace";
import { errorFrom } from "../../../_helpers/errorFrom";
import { VirtualClock } from "../../../_helpers/virtualClock";

describe("CallPace", () => {
  it("lets a burst through at once, and the rest at the rate", async () => {
    const clock = new VirtualClock();
    const pace = new CallPace(clock, { burst: 3, perSecond: 10 });
    let sent = 0;
    for (let n = 0; n < 23; n++) void pace.take().then(() => sent++);
    const counts: number[] = [];
    for (const ms of [0, 500, 500, 1000]) {
      await clock.advance(ms);
      counts.push(sent);
    }
    expect(counts).to.deep.equal([3, 8, 13, 23]);
  });

  it("saves no more than one burst while nothing is sent", async () => {
    const clock = new VirtualClock();
    const pace = new CallPace(clock, { burst: 3, perSecond: 10 });
    await clock.advance(60_000);
    let sent = 0;
    for (let n = 0; n < 10; n++) void pace.take().then(() => sent++);
    await clock.advance(0);
    expect(sent).to.equal(3);
    await clock.advance(1000);
  });

  it("ends a wait with the signal's reason", async () => {
    const pace = new CallPace(new VirtualClock(), { burst: 1, perSecond: 1 });
    const abort = new AbortController();
    await pace.take();
    const waiting = errorFrom(pace.take(abort.signal));
    abort.abort(new Error("closed"));
    expect(await waiting).to.have.property("message", "closed");
  });
});
