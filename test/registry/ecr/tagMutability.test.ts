import { expect } from "chai";
import { isTagImmutable } from "../../../registry/ecr/tagMutability";

describe("isTagImmutable", () => {
  const table: [string, string[], string, boolean][] = [
    ["MUTABLE", [], "staging", false],
    ["IMMUTABLE", [], "staging", true],
    ["IMMUTABLE_WITH_EXCLUSION", ["staging"], "staging", false],
    ["IMMUTABLE_WITH_EXCLUSION", ["stag*", "dev-*"], "dev-1", false],
    ["IMMUTABLE_WITH_EXCLUSION", ["dev"], "dev-1", true],
    ["IMMUTABLE_WITH_EXCLUSION", ["v1.*"], "v1x2", true],
    ["MUTABLE_WITH_EXCLUSION", ["*-final"], "1-final", true],
    ["MUTABLE_WITH_EXCLUSION", ["*-final"], "staging", false],
  ];
  for (const [imageTagMutability, exclusions, tag, expected] of table) {
    it(`is ${expected} for ${tag}: ${imageTagMutability} ${exclusions.join()}`, () => {
      expect(isTagImmutable({ imageTagMutability, exclusions }, tag)).to.equal(expected);
    });
  }
});
