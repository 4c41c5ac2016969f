import { expect } from "chai";
import { fillIn } from "../../demo/fillIn";

describe("fillIn", () => {
  it("replaces every placeholder", () => {
    expect(fillIn('["${a}/${b}", "${a}"]', { a: "x", b: "y" }, "f.json")).to.equal('["x/y", "x"]');
  });

  it("escapes what would break the JSON", () => {
    const filled = fillIn('{"k": "${v}"}', { v: 'a"b\\c\nd' }, "f.json");
    expect(JSON.parse(filled)).to.deep.equal({ k: 'a"b\\c\nd' });
  });

  it("says which file wants a value that is not there", () => {
    expect(() => fillIn("${cluster}", {}, "web.json")).to.throw(/web\.json.*\$\{cluster\}/);
  });
});
