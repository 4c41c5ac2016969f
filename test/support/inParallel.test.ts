import { expect } from "chai";
import { inParallel } from "../../support/inParallel";
import { VirtualClock } from "../_helpers/virtualClock";
import { errorFrom } from "../_helpers/errorFrom";

describe("inParallel", () => {
  it("keeps the order, and never does more at once than it may", async () => {
    const clock = new VirtualClock();
    let [now, most] = [0, 0];
    const all = inParallel([30, 10, 20, 5], 2, async (ms) => {
      most = Math.max(most, ++now);
      await clock.sleep(ms);
      now--;
      return ms * 2;
    });
    await clock.advance(100);
    expect(await all).to.deep.equal([60, 20, 40, 10]);
    expect(most).to.equal(2);
  });

  it("begins nothing after a failure, and waits for what has begun", async () => {
    const clock = new VirtualClock();
    const ended: number[] = [];
    const all = inParallel([1, 2, 3, 4], 2, async (n) => {
      await clock.sleep(n * 10);
      if (n === 1) throw new Error("first");
      ended.push(n);
    });
    const error = errorFrom(all);
    await clock.advance(100);
    expect((await error).message).to.equal("first");
    expect(ended).to.deep.equal([2]);
  });
});
