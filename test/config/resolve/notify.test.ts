import { expect } from "chai";
import { settingsOf } from "../settingsCase";

const url = "https://hooks.slack.com/services/T0/B0/hunter2";

describe("notify", () => {
  const { settings, origins } = settingsOf({
    config: {
      "slipway:notify": [
        { slack: url },
        { slack: { env: "SLACK_URL" } },
        { slack: { channel: "C012" } },
        { slack: { channel: "C012", token: "xoxb-hunter2" } },
        { webhook: { env: "HOOK" } },
        { sns: "arn:aws:sns:eu-west-1:123456789012:releases" },
        { sns: "arn:aws:sns:eu-west-1:123456789012:releases.fifo" },
      ],
    },
  });

  it("names those who are told, with addresses and tokens by value or by variable", () => {
    expect(settings.notify).to.deep.equal([
      { kind: "slack", url: { value: url } },
      { kind: "slack", url: { env: "SLACK_URL" } },
      { kind: "slack channel", channel: "C012", token: { env: "SLACK_BOT_TOKEN" } },
      { kind: "slack channel", channel: "C012", token: { value: "xoxb-hunter2" } },
      { kind: "webhook", url: { env: "HOOK" } },
      { kind: "sns", topic: "arn:aws:sns:eu-west-1:123456789012:releases" },
      { kind: "sns", topic: "arn:aws:sns:eu-west-1:123456789012:releases.fifo" },
    ]);
  });

  it("shows none of it", () => {
    const shown = origins.filter(({ name }) => name.startsWith("notify"));
    expect(shown).to.have.length(7);
    expect(JSON.stringify(shown)).to.not.include("hunter2");
  });

  it("is empty by default", () => {
    expect(settingsOf({}).settings.notify).to.deep.equal([]);
  });
});
