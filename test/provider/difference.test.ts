import { expect } from "chai";
import { changedPaths } from "../../provider/difference";

describe("provider/difference", () => {
  const table: [string, object, object, string[]][] = [
    ["nothing", { a: 1, b: ["x"] }, { b: ["x"], a: 1 }, []],
    ["a value", { a: 1 }, { a: 2 }, ["a"]],
    ["a member of a map", { e: { A: "1", B: "2" } }, { e: { A: "1", B: "3" } }, ["e.B"]],
    ["one more, one less", { e: { A: "1" } }, { e: { B: "1" } }, ["e.A", "e.B"]],
    ["a member of a list", { l: [{ r: "a" }] }, { l: [{ r: "b" }] }, ["l[0].r"]],
    ["a longer list", { l: ["a"] }, { l: ["a", "b"] }, ["l[1]"]],
    ["another type", { a: "1" }, { a: { b: 1 } }, ["a"]],
  ];
  for (const [what, before, after, paths] of table) {
    it(`finds ${what}`, () => {
      expect(changedPaths(before, after)).to.have.members(paths);
    });
  }
});
