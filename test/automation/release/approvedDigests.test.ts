import { expect } from "chai";
import { checkPromotedDigests } from "../../../automation/release/approvedDigests";
import type { ImageSettings } from "../../../config/settings";

const image = (name: string, digest?: string): ImageSettings => ({
  name,
  repositoryUrl: `host/${name}`,
  tag: "new",
  environmentTag: undefined,
  environmentTagAsked: false,
  mirrors: [],
  ...(digest !== undefined && {
    promoted: { repositoryUrl: `other/${name}`, digest, manifests: [], aws: {} },
  }),
});

describe("automation/actions/approvedDigests", () => {
  const approved = { web: "sha256:1", worker: "sha256:2" };

  it("lets pass what was approved, and what is no promotion", () => {
    const images = [image("web", "sha256:1"), image("worker")];
    expect(() => checkPromotedDigests({ images }, approved)).to.not.throw();
    expect(() => checkPromotedDigests({ images }, {})).to.not.throw();
  });

  it("refuses what the other environment has begun to run since", () => {
    const images = [image("web", "sha256:1"), image("worker", "sha256:3")];
    expect(() => checkPromotedDigests({ images }, approved)).to.throw(
      "Image worker is sha256:3; the approver saw sha256:2.",
    );
  });
});
