import { expect } from "chai";
import { pullFailure, withoutTagBesideDigest } from "../../../../emulator/tasks/docker/imagePull";

describe("withoutTagBesideDigest", () => {
  const cases = [
    ["127.0.0.1:5000/app:one", "127.0.0.1:5000/app:one"],
    ["127.0.0.1:5000/app", "127.0.0.1:5000/app:latest"],
    ["127.0.0.1:5000/app:one@sha256:ab", "127.0.0.1:5000/app@sha256:ab"],
    ["127.0.0.1:5000/app@sha256:ab", "127.0.0.1:5000/app@sha256:ab"],
    ["busybox", "busybox:latest"],
  ] as const;
  for (const [reference, expected] of cases) {
    it(reference, () => expect(withoutTagBesideDigest(reference)).to.equal(expected));
  }
});

describe("pullFailure", () => {
  it("is ECS's text `not found` for a missing tag or repository", () => {
    const expected =
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref r/app:x: r/app:x: not found";
    expect(pullFailure("r/app:x", "manifest unknown: manifest unknown")).to.equal(expected);
    const repository =
      "name unknown: The repository with name 'app' does not exist in the registry";
    expect(pullFailure("r/app:x", repository)).to.equal(expected);
  });
  it("keeps the engine's text for every other cause", () =>
    expect(pullFailure("r/app:x", "connection refused")).to.match(/r\/app:x: connection refused$/));
});
