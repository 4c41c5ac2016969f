import { expect } from "chai";
import { formatTag } from "../../registry/tag";

const commit = "4f2cab1e7f9d0c3b5a6e8d7c9b0a1f2e3d4c5b6a";

describe("formatTag", () => {
  const made: [string, string, string][] = [
    ["{commit}", commit, commit],
    ["{commit}", `${commit}-dirty`, `${commit}-dirty`],
    ["sha-{commit}", commit, `sha-${commit}`],
    ["{short}", commit, "4f2cab1"],
    ["{short}", `${commit}-dirty`, "4f2cab1-dirty"],
    ["{env}-{short}", commit, "staging-4f2cab1"],
  ];
  for (const [format, version, tag] of made) {
    it(`${format} of ${version.slice(0, 7)}… is ${tag.slice(0, 20)}`, () => {
      expect(formatTag(format, { commit: version, env: "staging" })).to.equal(tag);
    });
  }

  const refused: [string, RegExp][] = [
    ["latest", /neither \{commit\} nor \{short\}/],
    ["{env}", /neither/],
    ["{commit}-{branch}", /unknown placeholder \{branch\}/],
    ["v/{commit}", /not a valid image tag/],
    ["-{commit}", /not a valid image tag/],
    [`${"x".repeat(100)}{commit}`, /not a valid image tag/],
    ["{commit}{constructor}", /unknown placeholder \{constructor\}/],
  ];
  for (const [format, message] of refused) {
    it(`refuses ${format.slice(0, 20)}`, () => {
      expect(() => formatTag(format, { commit, env: "staging" })).to.throw(message);
    });
  }
});
