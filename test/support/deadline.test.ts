import { expect } from "chai";
import { DeadlineExceeded, withDeadline, withIdleLimit } from "../../support/deadline";
import { VirtualClock } from "../_helpers/virtualClock";

describe("withDeadline", () => {
  it("returns what the work returns, and leaves no timer behind", async () => {
    const clock = new VirtualClock(0);
    expect(await withDeadline(clock, 10, "it", () => Promise.resolve(1))).to.equal(1);
    expect(clock.pending).to.equal(0);
  });

  it("aborts the work and names it when the time is up", async () => {
    const clock = new VirtualClock(0);
    let seen: AbortSignal | undefined;
    const run = withDeadline(clock, 2000, "The push", (signal) => {
      seen = signal;
      return new Promise<never>(() => undefined);
    }).catch((error: unknown) => error);
    await clock.advance(2000);
    const error = await run;
    expect(error).to.be.instanceOf(DeadlineExceeded);
    expect((error as Error).message).to.equal("The push took longer than 2 s.");
    expect(seen?.aborted).to.be.true;
  });

  it("passes the parent's abort on", async () => {
    const parent = new AbortController();
    const clock = new VirtualClock(0);
    const run = withDeadline(clock, 10, "it", () => new Promise(() => undefined), parent.signal);
    parent.abort(new Error("cancelled"));
    expect(await run.catch((e: unknown) => (e as Error).message)).to.equal("cancelled");
  });
});

describe("withIdleLimit", () => {
  it("lets work go on that moves, and ends it when it moves no more", async () => {
    const clock = new VirtualClock();
    let steps = 0;
    const work = withIdleLimit(clock, 1_000, "The copy", async (signal, moved) => {
      for (; steps < 5; steps++) {
        await clock.sleep(900, signal);
        moved();
      }
      await clock.sleep(60_000, signal);
    });
    const error = work.catch((reason: unknown) => reason);
    await clock.advance(10_000);
    expect(((await error) as Error).message).to.equal("The copy moved nothing for 1 s.");
    expect(steps).to.equal(5);
    expect(clock.pending).to.equal(0);
  });
});
