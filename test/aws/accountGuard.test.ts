import { expect } from "chai";
import { AwsAccountNotAllowed, checkAccount, checkedCaller } from "../../aws/accountGuard";
import type { AwsSettings } from "../../contract/awsSettings";

const caller = { account: "111111111111", arn: "arn:aws:sts::111111111111:assumed-role/ci/x" };

describe("checkAccount", () => {
  const allowed: AwsSettings[] = [
    {},
    { allowedAccountIds: ["111111111111", "222222222222"] },
    { forbiddenAccountIds: ["222222222222"] },
    { allowedAccountIds: [] },
  ];
  for (const settings of allowed) {
    it(`lets the account pass with ${JSON.stringify(settings)}`, () => {
      expect(() => checkAccount(caller, settings)).not.to.throw();
    });
  }

  const refused: [AwsSettings, RegExp][] = [
    [{ allowedAccountIds: ["222222222222"] }, /111111111111.*allows only 222222222222/],
    [{ forbiddenAccountIds: ["111111111111"] }, /111111111111.*forbids/],
    [{ allowedAccountIds: ["111111111111"], forbiddenAccountIds: ["111111111111"] }, /forbids/],
  ];
  for (const [settings, message] of refused) {
    it(`stops the account with ${JSON.stringify(settings)}`, () => {
      expect(() => checkAccount(caller, settings))
        .to.throw(AwsAccountNotAllowed, message)
        .with.property("code", "AWS_ACCOUNT_NOT_ALLOWED");
    });
  }
});

describe("checkedCaller", () => {
  it("asks STS whatever the settings are, and says who it is", async () => {
    let asked = 0;
    const sts = { getCallerIdentity: () => Promise.resolve(((asked += 1), caller)) };
    expect(await checkedCaller(sts, {})).to.equal(caller);
    expect(asked).to.equal(1);
  });
});
