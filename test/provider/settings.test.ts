import { expect } from "chai";
import { UNKNOWN } from "../../provider/properties";
import { checkProviderSettings, readProviderSettings } from "../../provider/settings";

describe("provider/settings", () => {
  it("reads settings as the SDK and as stack configuration give them", () => {
    const read = readProviderSettings({
      region: "eu-west-1",
      assumeRoles: '[{"roleArn":"arn:aws:iam::1:role/deploy","duration":900}]',
      allowedAccountIds: '["123456789012"]',
      endpoints: { ecs: "http://127.0.0.1:4566" },
      maxRetries: "3",
      useFipsEndpoint: "true",
    });
    expect(read).to.deep.equal({
      region: "eu-west-1",
      assumeRoles: [{ roleArn: "arn:aws:iam::1:role/deploy", duration: 900 }],
      allowedAccountIds: ["123456789012"],
      endpoints: { ecs: "http://127.0.0.1:4566" },
      maxRetries: 3,
      useFipsEndpoint: true,
    });
  });

  it("keeps twelve digits of an account a text", () => {
    const { allowedAccountIds } = readProviderSettings({ allowedAccountIds: "[123456789012]" });
    expect(allowedAccountIds).to.deep.equal(["123456789012"]);
  });

  it("refuses what it does not implement, by name", () => {
    const [failure, ...more] = checkProviderSettings({ region: "x", assumeRole: "{}" });
    expect(more).to.be.empty;
    expect(failure?.property).to.equal("assumeRole");
    expect(failure?.reason).to.include("assumeRoles");
  });

  it("refuses unknown members of a role", () => {
    const [failure] = checkProviderSettings({ assumeRoles: [{ roleArn: "a", external: "b" }] });
    expect(failure?.property).to.equal("assumeRoles.0");
  });

  it("lets the program's own settings pass, and what is not known yet", () => {
    expect(checkProviderSettings({ cluster: "main", services: '["web"]' })).to.be.empty;
    expect(checkProviderSettings({ endpoints: UNKNOWN, region: UNKNOWN })).to.be.empty;
  });
});
