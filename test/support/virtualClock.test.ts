import { expect } from "chai";
import { VirtualClock } from "../_helpers/virtualClock";

describe("VirtualClock", () => {
  it("wakes sleepers in the order of their instants, each at its own time", async () => {
    const clock = new VirtualClock(0);
    const woken: [string, number][] = [];
    const wait = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push([name, clock.now()]);
    };
    const done = Promise.all([wait("late", 30), wait("early", 10)]);
    await clock.advance(100);
    await done;
    expect(woken).to.deep.equal([
      ["early", 10],
      ["late", 30],
    ]);
    expect(clock.now()).to.equal(100);
  });

  it("lets a sleeper that sleeps again wake within the same advance", async () => {
    const clock = new VirtualClock(0);
    const ticks: number[] = [];
    const loop = (async () => {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(10);
        ticks.push(clock.now());
      }
    })();
    await clock.advance(30);
    await loop;
    expect(ticks).to.deep.equal([10, 20, 30]);
  });

  it("rejects an aborted sleep and forgets it", async () => {
    const clock = new VirtualClock(0);
    const abort = new AbortController();
    const sleep = clock.sleep(10, abort.signal).catch((error: unknown) => error);
    abort.abort(new Error("stop"));
    expect(await sleep).to.have.property("message", "stop");
    expect(clock.pending).to.equal(0);
  });
});
