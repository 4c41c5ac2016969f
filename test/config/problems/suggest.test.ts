import { expect } from "chai";
import { editDistance, suggest } from "../../../config/problems/suggest";

describe("suggest", () => {
  const known = ["cluster", "services", "image", "images", "region"];
  const cases: [string, string | undefined][] = [
    ["clustr", "cluster"],
    ["Cluster", "cluster"],
    ["regoin", "region"],
    ["imges", "images"],
    ["service", "services"],
    ["banana", undefined],
    ["", undefined],
  ];
  for (const [seen, meant] of cases) {
    it(`takes "${seen}" for ${meant ?? "nothing"}`, () => {
      expect(suggest(seen, known)).to.equal(meant);
    });
  }

  it("counts two swapped letters once", () => {
    expect(editDistance("regoin", "region")).to.equal(1);
    expect(editDistance("", "abc")).to.equal(3);
    expect(editDistance("kitten", "sitting")).to.equal(3);
  });
});
