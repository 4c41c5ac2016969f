import { expect } from "chai";
import { parseStat, residentBelow } from "../../../bench/overhead/processTable";

const line = (pid: number, parent: number, resident: number, name = "node") =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 5 6 7 8 20 0 11 0 123 456789 ${resident} 184467 1 1\n`;

describe("parseStat", () => {
  it("reads a line of which the program's name holds blanks and brackets", () => {
    const entry = { pid: 12, parent: 7, resident: 300 };
    expect(parseStat(line(12, 7, 300, "a) R 1 (b"))).to.deep.equal(entry);
  });

  it("gives nothing for a line that was cut", () => {
    expect(parseStat("12 (node) S")).to.equal(undefined);
  });
});

describe("residentBelow", () => {
  it("adds up what is below a process, and neither that itself nor what stands beside it", () => {
    const entries = [line(2, 1, 1000), line(3, 2, 10), line(4, 3, 5), line(5, 1, 700)];
    const table = entries.flatMap((text) => parseStat(text) ?? []);
    expect(residentBelow(2, table)).to.equal(15);
    expect(residentBelow(9, table)).to.equal(0);
  });
});
