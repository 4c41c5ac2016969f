import { expect } from "chai";
import type { ImageReport } from "../../../automation/report/releaseReport";
import { imageWord } from "../../../automation/render/imageWord";

const image: ImageReport = {
  ...{ name: "mage", action: "existing", reference: "prod/mage:c1", digest: "sha256:1" },
  environmentTag: "production",
};
const copy = { from: "staging/mage", to: "prod/mage", digest: "sha256:1", manifests: 1, layers: 2 };

describe("imageWord", () => {
  for (const [word, more] of [
    ["not known", { action: undefined }],
    ["to build", { action: "build", digest: undefined }],
    ["built", { action: "build" }],
    ["found", {}],
    ["to copy", { copies: [{ ...copy, copied: false }] }],
    ["copied", { copies: [{ ...copy, copied: true }] }],
    // Into a mirror, or nothing of it was missing.
    ["found", { copies: [{ ...copy, to: "eu/mage", copied: true }] }],
    ["found", { copies: [{ ...copy, manifests: 0, layers: 0, copied: true }] }],
  ] as [string, Partial<ImageReport>][]) {
    it(`${word}: ${JSON.stringify(more)}`, () => {
      expect(imageWord({ ...image, ...more })).to.equal(word);
    });
  }
});
