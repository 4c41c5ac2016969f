import { expect } from "chai";
import { lookUpTags } from "../../../automation/tags/lookUpTags";
import { recoverTags } from "../../../automation/tags/recoverTags";
import type { ImageSettings } from "../../../config/settings";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";

const signal = new AbortController().signal;
const image: ImageSettings = {
  ...{ name: "mage", repositoryUrl: "r/mage", tag: "c2" },
  ...{ environmentTag: "staging", environmentTagAsked: true, mirrors: [] },
};

describe("the environment's tags after a failed release", () => {
  let registry: FakeRegistry;
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock();
    registry = new FakeRegistry();
    registry.images.set("r/mage:staging", "sha256:old");
  });

  /** The tag after a release that does `work`. */
  const after = async (work: () => void) => {
    const before = await lookUpTags(registry, [image], signal);
    work();
    return recoverTags(registry, before, clock, signal);
  };
  const release = () => {
    registry.images.set("r/mage:c2", "sha256:new");
    registry.images.set("r/mage:staging", "sha256:new");
  };
  const reference = "r/mage:staging";

  it("names the old digest again after the recovery", async () => {
    expect(await after(release)).to.deep.equal([
      { reference, result: "back", digest: "sha256:old" },
    ]);
    expect(registry.tagged).to.deep.equal([["r/mage", "sha256:old", "staging"]]);
  });

  it("is not touched where it was not moved", async () => {
    const [tag] = await after(() => undefined);
    expect(tag?.result).to.equal("unmoved");
    expect(registry.tagged).to.deep.equal([]);
  });

  it("stays on the failed image where there was no such tag before", async () => {
    registry.images.clear();
    const [tag] = await after(release);
    expect(tag).to.deep.equal({ reference, result: "new", digest: "sha256:new" });
    expect(registry.tagged).to.deep.equal([]);
  });

  it("is left alone where another deployer has moved it since", async () => {
    const [tag] = await after(() => {
      release();
      registry.images.set("r/mage:staging", "sha256:other");
    });
    expect(tag?.result).to.equal("taken");
    expect(registry.tagged).to.deep.equal([]);
  });

  it("says what the registry said, before or after", async () => {
    registry.tag = () => Promise.reject(new Error("tags are immutable"));
    expect(await after(release)).to.deep.equal([
      { reference, result: "failed", reason: "tags are immutable", before: "sha256:old" },
    ]);
    registry.find = () => Promise.reject(new Error("no answer"));
    const before = await lookUpTags(registry, [image], signal);
    expect(before[0]?.unknown).to.equal("no answer");
  });

  it("is reported as unmoved where it names another image than the failed one, though the look before failed", async () => {
    const find = registry.find.bind(registry);
    registry.find = () => Promise.reject(new Error("no answer"));
    const before = await lookUpTags(registry, [image], signal);
    registry.find = find;
    registry.images.set("r/mage:c2", "sha256:new");
    const [tag] = await recoverTags(registry, before, clock, signal);
    expect(tag).to.include({ result: "unmoved", digest: "sha256:old" });
    release();
    const [moved] = await recoverTags(registry, before, clock, signal);
    expect(moved).to.include({ result: "failed", reason: "no answer" });
  });

  it("keeps the services waiting for fifteen seconds at most", async () => {
    const before = await lookUpTags(registry, [image], signal);
    registry.find = () => new Promise(() => undefined);
    const done = recoverTags(registry, before, clock, signal);
    await clock.advance(15_000);
    const [tag] = await done;
    expect(tag?.result).to.equal("failed");
    expect(tag?.reason).to.include("longer than 15 s");
  });

  it("asks nothing for an image that has no such tag", async () => {
    const without = { ...image, environmentTag: undefined };
    expect(await lookUpTags(registry, [without], signal)).to.deep.equal([]);
  });
});
