import { expect } from "chai";
import { Provider } from "../../../provider/sdk";
import { recordResources } from "../../components/_helpers/recordResources";

const roleArn = "arn:aws:iam::123456789012:role/deploy";

describe("provider/sdk/provider", () => {
  async function assumed(role: { roleArn: string; externalId?: string }): Promise<unknown> {
    const recorded = recordResources();
    const provider = new Provider("aws", { assumeRoles: [role] });
    await recorded.settled(provider.urn);
    return recorded.one("pulumi:providers:slipway").inputs["assumeRoles"];
  }

  it("keeps an external id as a secret", async () => {
    const role = { roleArn, externalId: "agreed-with-us" };
    expect(await assumed(role)).to.have.property("value", JSON.stringify([role]));
  });

  it("keeps a role without one in clear, for whoever reads a diff", async () => {
    expect(await assumed({ roleArn })).to.equal(JSON.stringify([{ roleArn }]));
  });
});
