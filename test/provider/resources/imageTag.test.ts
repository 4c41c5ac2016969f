import { expect } from "chai";
import { ImageTag } from "../../../provider/resources/imageTag";
import { recordedContext } from "../_helpers/context";
import { FakeRegistry } from "../_helpers/fakeRegistry";

const inputs = { repositoryUrl: "registry.test/mage", tag: "staging", digest: "sha256:a" };

describe("provider/resources/imageTag", () => {
  it("points the tag at the digest, unless it does already", async () => {
    const registry = new FakeRegistry();
    const resource = new ImageTag({ registry });
    await resource.create(inputs, recordedContext());
    await resource.update(inputs, recordedContext());
    expect(registry.tagged).to.deep.equal([["registry.test/mage", "sha256:a", "staging"]]);
  });

  it("reads where the tag points now, and shows a move as a change", async () => {
    const registry = new FakeRegistry();
    const resource = new ImageTag({ registry });
    const old = { inputs, outputs: inputs };
    expect(await resource.read(recordedContext(), old)).to.be.undefined;
    registry.images.set("registry.test/mage:staging", "sha256:b");
    const live = await resource.read(recordedContext(), old);
    expect(live?.inputs.digest).to.equal("sha256:b");
    const moved = { inputs: live?.inputs ?? {}, outputs: {} };
    expect(resource.diff(moved, inputs)).to.deep.equal({
      changes: true,
      inputs: { digest: "update" },
    });
  });
});
