import { expect } from "chai";
import { RevisionSet } from "../../../provider/resources/revisionSet";

describe("provider/resources/revisionSet", () => {
  it("never changes, so that no preview shows it once it is there", async () => {
    const set = new RevisionSet();
    const { id, outputs } = await set.create();
    expect({ id, outputs }).to.deep.equal({ id: "revisions", outputs: {} });
    expect(set.diff()).to.deep.equal({ changes: false });
    expect(await set.read()).to.deep.equal({ inputs: {}, outputs: {} });
  });
});
