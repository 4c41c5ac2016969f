import { expect } from "chai";
import { systemClock } from "../../support/clock";
import { errorFrom } from "../_helpers/errorFrom";

describe("the system's clock", () => {
  it("waits for longer than a timer of Node's can", async () => {
    const stop = new AbortController();
    const month = systemClock.sleep(30 * 24 * 3600 * 1000, stop.signal);
    const first = await Promise.race([
      month.then(() => "the month"),
      systemClock.sleep(10).then(() => "a moment"),
    ]);
    expect(first).to.equal("a moment");
    stop.abort(new Error("enough"));
    expect((await errorFrom(month)).message).to.equal("enough");
  });

  it("waits for nothing once it was stopped", async () => {
    const stopped = AbortSignal.abort(new Error("before"));
    expect((await errorFrom(systemClock.sleep(3_600_000, stopped))).message).to.equal("before");
  });
});
