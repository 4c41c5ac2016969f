import { expect } from "chai";
import { splitCode, withCode } from "../../contract/refusal";

describe("the code of a refusal", () => {
  for (const text of ["One sentence.", "Two problems:\n  one\n  two"]) {
    it(`comes back from the text that it was put onto: ${JSON.stringify(text)}`, () => {
      const sent = withCode("PREFLIGHT_REFUSED", text);
      expect(splitCode(sent)).to.deep.equal({ message: text, code: "PREFLIGHT_REFUSED" });
    });
  }

  it("is not read from a text that only mentions one", () => {
    expect(splitCode("[CODE] in front")).to.deep.equal({ message: "[CODE] in front" });
  });
});
