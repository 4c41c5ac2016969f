import { expect } from "chai";
import fc from "fast-check";
import type { Notice } from "../../../automation/notify/notice";
import { slackMessage } from "../../../automation/notify/slackMessage";
import { failedService, releaseReport } from "../_helpers/reports";

const notice: Notice = {
  state: "ended",
  verb: "release",
  environment: "staging",
  version: "4f1c2d9",
  by: "ann",
  link: "https://buildkite.com/mage/mage/builds/7#job",
};

function texts(one: Notice): string[] {
  return slackMessage(one).attachments.flatMap(({ blocks }) => blocks.map(({ text }) => text.text));
}

describe("slackMessage", () => {
  it("says in a line how a release went, with a link to its build", () => {
    const message = slackMessage({ ...notice, report: releaseReport() });
    expect(message.text).to.equal("staging: release 4f1c2d9: deployed, by ann");
    expect(message.attachments[0]?.color).to.equal("#2eb67d");
    expect(texts({ ...notice, report: releaseReport() })).to.deep.equal([
      "*staging: release 4f1c2d9: deployed, by ann*\n<https://buildkite.com/mage/mage/builds/7#job|Open the build>",
    ]);
  });

  it("says why a release failed, and where its services are", () => {
    const report = releaseReport({
      exitCode: 6,
      services: [failedService("the app exited with 3")],
      failures: [{ message: "also this" }],
    });
    expect(texts({ ...notice, report })).to.deep.equal([
      "*staging: release 4f1c2d9: failed, and rolled back, by ann*\n<https://buildkite.com/mage/mage/builds/7#job|Open the build>",
      "```mage-web: the app exited with 3 (back on mage-web:41)\nalso this```",
    ]);
  });

  it("says what broke off", () => {
    const error = { code: "STACK_LOCKED", message: "Locked by bob.", exitCode: 11 } as const;
    const [headline, reason] = texts({ ...notice, error });
    expect(headline).to.include("the stack is locked, no service was touched");
    expect(reason).to.equal("```Locked by bob.```");
  });

  it("says what waits for approval", () => {
    const services = [
      failedService("", { service: "mage-web" }),
      failedService("", { service: "mage-worker", action: "unchanged" }),
    ];
    const waiting = { ...notice, state: "waiting", report: releaseReport({ services }) } as const;
    expect(texts(waiting)[0]).to.include("staging: release 4f1c2d9 waits for approval");
    expect(texts(waiting)[1]).to.equal(
      "```mage-web: mage-web:41 → mage-web:42\nmage-worker: unchanged```",
    );
  });

  it("lets nobody's text link, mention or format", () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...Array.from("<>&|`*_~@!#a ;\n")),
      maxLength: 80,
    });
    fc.assert(
      fc.property(hostile, hostile, (reason, by) => {
        const report = releaseReport({ exitCode: 6, services: [failedService(reason)] });
        const [headline = "", why = ""] = texts({ ...notice, by, report });
        expect(headline.replace(/\n<https[^<>|]*\|Open the build>$/, "")).to.not.match(/[<>]/);
        expect(headline.split("\n")).to.have.length(2);
        expect(why).to.match(/^```[^<>]*```$/);
        expect(why.slice(3, -3)).to.not.include("```");
      }),
    );
  });

  it("cuts no character in two", () => {
    const halves = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
    for (const before of ["", "x"]) {
      const services = [failedService(before + "😀".repeat(4_000))];
      const [, why] = texts({ ...notice, report: releaseReport({ exitCode: 6, services }) });
      expect(why).to.not.match(halves);
    }
  });

  it("is never longer than Slack takes", () => {
    const services = Array.from({ length: 40 }, (_, n) =>
      failedService("<".repeat(5000), { service: `s${n}` }),
    );
    const report = releaseReport({ exitCode: 6, services });
    for (const text of texts({ ...notice, report })) expect(text.length).to.be.at.most(3000);
  });
});
