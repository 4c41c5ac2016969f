import { expect } from "chai";
import { copyReportText, copyText, sizeText } from "../../../automation/render/copyText";

const way = { from: "a.test/mage", to: "b.test/mage" };

describe("the text of an image copy", () => {
  const sizes: [number, string][] = [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [12_345_678, "12.3 MB"],
    [4_560_000_000_000, "4560.0 GB"],
  ];
  for (const [bytes, text] of sizes) {
    it(`calls ${bytes} bytes ${text}`, () => expect(sizeText(bytes)).to.equal(text));
  }

  it("counts layers and bytes, planned and done", () => {
    const parts = { manifests: 1, layers: 1, bytes: 2_000 };
    expect(copyReportText({ ...way, ...parts, copied: false })).to.equal(
      "to copy a.test/mage → b.test/mage: 1 layer, 2.0 kB",
    );
    expect(
      copyReportText({ ...way, ...parts, layers: 0, bytes: 0, mounted: 3, copied: true }),
    ).to.equal("copied a.test/mage → b.test/mage: 0 layers, 0 B, 3 taken over in place");
  });

  it("says that nothing had to move", () => {
    expect(copyReportText({ ...way, copied: true })).to.equal(
      "a.test/mage → b.test/mage: there already, 0 B",
    );
  });

  it("says how far it is", () => {
    const event = { type: "copy", phase: "copying", ...way, digest: "", bytes: 500, total: 2_000 };
    expect(copyText(event as never)).to.equal("copying a.test/mage → b.test/mage: 500 B of 2.0 kB");
  });
});
