import { expect } from "chai";
import { changesBetween, type Changes } from "../../provider/difference";

describe("provider/difference", () => {
  const table: [string, object, object, Changes][] = [
    ["nothing", { a: 1, b: ["x"] }, { b: ["x"], a: 1 }, {}],
    ["a value", { a: 1 }, { a: 2 }, { a: "update" }],
    [
      "a member of a map",
      { e: { A: "1", B: "2" } },
      { e: { A: "1", B: "3" } },
      { "e.B": "update" },
    ],
    ["one more, one less", { e: { A: "1" } }, { e: { B: "1" } }, { "e.A": "delete", "e.B": "add" }],
    ["a member of a list", { l: [{ r: "a" }] }, { l: [{ r: "b" }] }, { "l[0].r": "update" }],
    ["a longer list", { l: ["a"] }, { l: ["a", "b"] }, { "l[1]": "add" }],
    ["another type", { a: "1" }, { a: { b: 1 } }, { a: "update" }],
  ];
  for (const [what, before, after, changes] of table) {
    it(`finds ${what}`, () => {
      expect(changesBetween(before, after)).to.deep.equal(changes);
    });
  }
});
