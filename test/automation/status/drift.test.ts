import { expect } from "chai";
import { driftOf, lastReleased } from "../../../automation/status/drift";

const released = {
  ...{ taskDefinition: "arn:x/web:2", revision: "web:2", commit: "c2", at: "t" },
  digests: { app: "sha256:2" },
};
const live = (revision: string, digest = "sha256:2") => ({
  revision,
  moving: false,
  images: [
    { container: "app", image: "repo/web:c2", digests: [digest] },
    { container: "router", image: "router:3", digests: ["sha256:r"] },
  ],
});

describe("drift from the last release", () => {
  it("is undefined where the released revision and image run", () => {
    expect(driftOf(live("web:2"), released)).to.equal(undefined);
  });

  it("is another revision", () => {
    expect(driftOf(live("web:9"), released)).to.equal("It runs web:9; released was web:2 (c2).");
  });

  it("is another image under the same tag", () => {
    expect(driftOf(live("web:2", "sha256:9"), released)).to.equal(
      "app runs sha256:9; released was sha256:2.",
    );
  });

  it("is undefined while the service moves", () => {
    expect(driftOf({ ...live("web:9"), moving: true }, released)).to.equal(undefined);
  });

  it("is from the newest release that no rollback has left", () => {
    const left = { ...released, revision: "web:3", rolledBack: true };
    expect(lastReleased([left, released])?.revision).to.equal("web:2");
    expect(lastReleased([left])).to.equal(undefined);
  });
});
