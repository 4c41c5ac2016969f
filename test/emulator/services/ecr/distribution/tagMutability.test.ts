import { expect } from "chai";
import { isImmutable } from "../../../../../emulator/services/ecr/distribution/tagMutability";

describe("isImmutable", () => {
  const filter = (text: string) => ({ filterType: "WILDCARD" as const, filter: text });
  const cases = [
    ["MUTABLE", [], false],
    ["IMMUTABLE", [], true],
    ["IMMUTABLE_WITH_EXCLUSION", [filter("staging*")], false],
    ["IMMUTABLE_WITH_EXCLUSION", [filter("prod*")], true],
    ["MUTABLE_WITH_EXCLUSION", [filter("*-1.*")], true],
    ["MUTABLE_WITH_EXCLUSION", [filter("staging")], false],
  ] as const;
  for (const [mutability, exclusionFilters, expected] of cases) {
    const shown = exclusionFilters.map((f) => f.filter).join();
    it(`${mutability} ${shown}: staging-1.2 is ${expected ? "fixed" : "free"}`, () => {
      const repository = { mutability, exclusionFilters: [...exclusionFilters] };
      expect(isImmutable(repository, "staging-1.2")).to.equal(expected);
    });
  }
});
