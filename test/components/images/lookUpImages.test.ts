import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import path from "node:path";
import { lookUpImages } from "../../../components/images/lookUpImages";
import { recordResources } from "../_helpers/recordResources";

const commit = "aaaabbbbccccddddeeeeffff0000111122223333";
const image = {
  name: "mage",
  repositoryUrl: "registry.test/mage",
  tag: commit,
  build: { context: path.join(__dirname, "../../../demo/app") },
};
const notCheckedOut = `--commit asks for ${commit}, but git's HEAD is 4f2cab1`;
const digest = `sha256:${"a".repeat(64)}`;

describe("lookUpImages", () => {
  it("builds what the repository does not have", async () => {
    recordResources({ exists: false });
    const { mage } = await lookUpImages([image]);
    expect(mage).to.have.nested.property("build.tag", commit);
  });

  it("refuses to build under the tag of a commit that is not checked out", async () => {
    recordResources({ exists: false });
    const refused = await lookUpImages([{ ...image, notCheckedOut }]).catch((e: unknown) => e);
    expect(pulumi.RunError.isInstance(refused)).to.equal(true);
    const { message } = refused as Error;
    expect(message).to.match(/^images\.mage: this commit can't be built here: --commit asks for/);
    expect(message).to.include("4f2cab1").and.include(`registry.test/mage has no image ${commit}`);
    expect(message).to.include("Check the commit out").and.include("slipway build");
  });

  it("releases what the repository has of such a commit", async () => {
    recordResources({ exists: true, digest, manifests: [] });
    const { mage } = await lookUpImages([{ ...image, notCheckedOut }]);
    expect(mage).to.have.deep.property("existing", { digest, manifests: [], tag: commit });
    expect(mage).to.not.have.property("build");
  });
});
