import { expect } from "chai";
import { circles, reachable, type Graph } from "./_helpers/circles";
import { importsOf } from "./_helpers/sources";

const graph = (edges: Record<string, string>): Graph =>
  new Map(Object.entries(edges).map(([from, to]) => [from, to === "" ? [] : to.split(" ")]));

describe("finding import circles", () => {
  it("finds none where two files import the same third one", () => {
    expect(circles(graph({ a: "b c", b: "d", c: "d", d: "" }))).to.deep.equal([]);
  });

  it("finds two files that import one another, and a file that imports itself", () => {
    expect(circles(graph({ a: "b", b: "a", c: "c" }))).to.deep.equal([["a", "b"], ["c"]]);
  });

  it("finds a long circle as one group, with the shorter one inside it, and nothing on the way to it", () => {
    const found = circles(graph({ in: "a", a: "b", b: "c d", c: "a", d: "b out", out: "" }));
    expect(found).to.deep.equal([["a", "b", "c", "d"]]);
  });

  it("keeps two circles apart that one import joins", () => {
    expect(circles(graph({ a: "b", b: "a c", c: "d", d: "c" }))).to.deep.equal([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("reaches what is imported over others, and nothing else", () => {
    expect([...reachable(graph({ a: "b", b: "c", c: "a", d: "a" }), ["a"])].sort()).to.deep.equal([
      "a",
      "b",
      "c",
    ]);
  });

  it("reads imports of every form: values, types, exports, side effects, dynamic ones and types in place", () => {
    const text = [
      'import { a } from "./a";',
      'import type { B } from "./b";',
      'export * from "./c";',
      'export type { D } from "./d";',
      'import "./e";',
      'const f = await import("./f");',
      'type G = import("./g").G;',
      'const h = require("./h");',
      "const text = \"import { no } from './no'\";",
    ].join("\n");
    expect(importsOf(text)).to.have.members([
      "./a",
      "./b",
      "./c",
      "./d",
      "./e",
      "./f",
      "./g",
      "./h",
    ]);
  });
});
