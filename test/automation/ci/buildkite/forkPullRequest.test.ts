import { expect } from "chai";
import { isForkPullRequest } from "../../../../automation/ci/buildkite/forkPullRequest";

const env = {
  BUILDKITE: "true",
  BUILDKITE_REPO: "git@github.com:mage/mage.git",
  BUILDKITE_PULL_REQUEST: "12",
};

describe("isForkPullRequest", () => {
  const own = [
    "https://github.com/mage/mage.git",
    "git://github.com/Mage/mage",
    "git@github.com:mage/mage",
    "ssh://git@github.com/mage/mage.git/",
  ];
  for (const from of own) {
    it(`takes ${from} for the pipeline's own`, () => {
      expect(isForkPullRequest({ ...env, BUILDKITE_PULL_REQUEST_REPO: from })).to.equal(false);
    });
  }

  it("knows somebody else's", () => {
    const from = { BUILDKITE_PULL_REQUEST_REPO: "git://github.com/eve/mage.git" };
    expect(isForkPullRequest({ ...env, ...from })).to.equal(true);
    expect(isForkPullRequest({ ...env, ...from, BUILDKITE: undefined })).to.equal(false);
    expect(isForkPullRequest({ ...env, ...from, BUILDKITE_PULL_REQUEST: "false" })).to.equal(false);
  });

  it("takes no branch for a fork", () => {
    expect(isForkPullRequest({ ...env, BUILDKITE_PULL_REQUEST_REPO: "" })).to.equal(false);
  });
});
