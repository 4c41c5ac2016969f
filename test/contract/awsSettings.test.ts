import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { awsServices, awsSettings, type AwsSettings } from "../../contract/awsSettings";
import { slipwayKeys } from "../../contract/slipwayKeys";
import { awsShape } from "../../config/schema/aws";
import { slipwayShape } from "../../config/schema/slipway";
import { imageCopyInputs } from "../../provider/resources/imageCopy";
import { Provider } from "../../provider/sdk";
import { checkProviderSettings, readProviderSettings } from "../../provider/settings";
import { settingsOf } from "../config/settingsCase";

/** One value of every AWS setting. */
const all: Required<AwsSettings> = {
  region: "us-east-1",
  profile: "123",
  assumeRoles: [{ roleArn: "arn:aws:iam::123456789012:role/deploy", duration: 900 }],
  allowedAccountIds: ["123456789012"],
  forbiddenAccountIds: ["210987654321"],
  endpoints: Object.fromEntries(awsServices.map((name) => [name, `http://${name}.test`])),
  maxRetries: 3,
  useFipsEndpoint: true,
  useDualstackEndpoint: false,
};

describe("AWS settings", () => {
  const configured = () =>
    settingsOf({
      config: Object.fromEntries(Object.entries(all).map(([key, value]) => [`aws:${key}`, value])),
    }).settings.aws;

  it("have the same keys in a stack's configuration and in the contract", () => {
    expect(Object.keys(awsShape)).to.have.members(Object.keys(awsSettings.shape));
    expect(Object.keys(slipwayShape)).to.have.members([...slipwayKeys]);
  });

  it("arrive in the provider as the stack has them, each and every one", async () => {
    let sent: Record<string, unknown> = {};
    void pulumi.runtime.setMocks({
      newResource: ({ inputs, name }) => {
        sent = inputs as Record<string, unknown>;
        return { id: name, state: {} };
      },
      call: () => ({}),
    });
    const { urn } = new Provider("aws", configured());
    await new Promise((resolve) => void urn.apply(resolve));
    expect(checkProviderSettings(sent)).to.deep.equal([]);
    expect(readProviderSettings(sent)).to.deep.equal(all);
  });

  for (const service of awsServices) {
    it(`may name an endpoint of ${service}, also for a mirror`, () => {
      const endpoints = [{ [service]: "http://127.0.0.1:4566" }];
      const { aws } = settingsOf({ config: { "aws:endpoints": endpoints } }).settings;
      expect(checkProviderSettings({ endpoints: JSON.stringify(aws.endpoints) })).to.deep.equal([]);
      const copy = { from: "a.test/x", to: "b.test/x", digest: "sha256:a", toAws: aws };
      expect(imageCopyInputs.parse(copy).toAws).to.deep.equal(aws);
    });
  }

  it("let each setting of the program pass a default provider, because both share slipway:", () => {
    const config = Object.fromEntries(slipwayKeys.map((key) => [key, "{}"]));
    expect(checkProviderSettings(config)).to.deep.equal([]);
  });
});
