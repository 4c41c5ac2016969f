import { expect } from "chai";
import { ImageCopy } from "../../../provider/sdk";
import { recordResources } from "../../components/_helpers/recordResources";

const role = { roleArn: "arn:aws:iam::123456789012:role/read" };
const images = { from: "a.test/mage", to: "b.test/mage", digest: "sha256:1" };

describe("provider/sdk/imageCopy", () => {
  it("keeps the external id of either account as a secret, and all else in clear", async () => {
    const recorded = recordResources();
    const agreed = { assumeRoles: [{ ...role, externalId: "agreed-with-us" }] };
    const plain = { region: "us-east-1", assumeRoles: [role] };
    const copies = [
      new ImageCopy("promotion", { ...images, fromAws: agreed, toAws: plain }),
      new ImageCopy("mirror", { ...images, toAws: agreed }),
    ];
    for (const { urn } of copies) await recorded.settled(urn);
    const inputs = (name: string) => recorded.one("slipway:registry:ImageCopy", name).inputs;
    expect(inputs("promotion")["fromAws"]).to.have.property("value").that.deep.equals(agreed);
    expect(inputs("promotion")["toAws"]).to.deep.equal(plain);
    expect(inputs("mirror")["toAws"]).to.have.property("value").that.deep.equals(agreed);
  });
});
