import { expect } from "chai";
import { releaseTimes, type ReleaseFacts } from "../../../bench/overhead/releaseTimes";

const call = (at: number, operation: string, outcome = "ok") => ({
  ...{ at, operation, outcome },
  service: "ecs",
});

const facts: ReleaseFacts = {
  started: 100_000,
  pushed: 200_000,
  calls: [
    call(250_000, "UpdateService", "ThrottlingException"),
    call(300_000, "UpdateService"),
    call(310_000, "UpdateService"),
  ],
  succeeded: [500_000, 400_000],
  said: 550_000,
  timeScale: 100,
};

describe("releaseTimes", () => {
  it("tells in real seconds what lies between the image, the first update, and the two ends", () => {
    expect(releaseTimes(facts)).to.deep.equal({
      ...{ fromStart: 2, untilFirstUpdate: 1, untilVerdict: 0.5 },
    });
  });

  it("counts from the command's start where the image was there before", () => {
    expect(releaseTimes({ ...facts, pushed: 50_000 }).untilFirstUpdate).to.equal(2);
  });

  it("tells nothing of what did not happen", () => {
    expect(releaseTimes({ ...facts, calls: [], succeeded: [] })).to.deep.equal({});
  });
});
