import { expect } from "chai";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../config/duration";

describe("parseDuration", () => {
  const known: [string | number, number][] = [
    ["30 min", 1800],
    ["90 s", 90],
    ["1 h", 3600],
    ["1h30m", 5400],
    ["1 hour 1 minute 1 second", 3661],
    ["2 Hours", 7200],
    ["0.5 h", 1800],
    ["600", 600],
    [" 45 ", 45],
    [12, 12],
  ];
  for (const [text, seconds] of known) {
    it(`reads ${JSON.stringify(text)}`, () => {
      expect(parseDuration(text)).to.equal(seconds);
    });
  }

  const unknown = ["", "min", "5 days", "-5 s", "5 s later", "1,5 h", "5 constructor", 0, -1, NaN];
  for (const text of [...unknown, Infinity]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseDuration(text)).to.be.undefined;
    });
  }

  it("reads back what formatDuration writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).to.equal(seconds);
      }),
    );
  });
});
