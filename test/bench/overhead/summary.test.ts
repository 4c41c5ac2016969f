import { expect } from "chai";
import { median, summaries } from "../../../bench/overhead/summary";
import { calls, figures, turn } from "./_turns";

describe("median", () => {
  it("is the middle, the mean of both middles, or nothing", () => {
    expect(median([9, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 9])).to.equal(3);
    expect(median([])).to.equal(undefined);
  });
});

describe("summaries", () => {
  it("takes the median of each figure, and the floor's from the same turns only", () => {
    const [one, two] = summaries([
      turn({ services: 2, floor: figures(7) }),
      turn({ run: figures(3), floor: figures(1) }),
      turn({ run: figures(9), floor: figures(2) }),
      turn({ run: figures(4), floor: figures(9) }),
    ]);
    expect(one).to.deep.include({ services: 1, run: figures(4), floor: figures(2) });
    expect(two).to.deep.include({ services: 2, floor: figures(7) });
  });

  it("counts a call that a turn did not make as none", () => {
    const [summary] = summaries([
      turn({ calls: calls("A", "A", "B") }),
      turn({ calls: calls("A") }),
      turn({ calls: calls("A", "A") }),
    ]);
    expect(summary?.calls).to.deep.equal({ A: 2, B: 0 });
  });

  it("takes the release's times from the turns that have them", () => {
    const [summary] = summaries([
      turn({ release: { fromStart: 3, untilFirstUpdate: 1, untilVerdict: 2 } }),
      turn({ release: { untilVerdict: 4 } }),
      turn(),
    ]);
    expect(summary?.release).to.deep.equal({
      ...{ fromStart: 3, untilFirstUpdate: 1, untilVerdict: 3 },
    });
  });
});
