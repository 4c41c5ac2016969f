import { expect } from "chai";
import { badAws } from "../_bad/badAws";
import { badExtras } from "../_bad/badExtras";
import { badForms } from "../_bad/badForms";
import { badImages } from "../_bad/badImages";
import { badVariables } from "../_bad/badVariables";
import { errorOf, type Case } from "../settingsCase";

const cases = [...badVariables, ...badForms, ...badImages, ...badAws, ...badExtras];

describe("readSettings refuses", () => {
  for (const [what, made, path, text] of cases) {
    it(what, () => {
      const { problems, code } = errorOf(made);
      expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
      const [problem] = problems;
      expect(`${problem!.message} ${problem!.remedy}`).to.match(text);
      expect(problem!.remedy).to.match(/\S.*[.?]$/);
      expect(problem!.message).to.match(/[.]$/);
      expect(code).to.equal("SETTINGS_INVALID");
    });
  }

  it("everything at once", () => {
    const error = errorOf({
      env: { CLUSTER_NAME: undefined, SERVICES_NAMES: "a,a", BUILDKITE_COMMIT: "main", ENV: "x" },
      config: { "slipway:rollout": { timeout: "x", onFail: 1 }, "aws:nothing": "1" },
    });
    expect(error.problems.map(({ path }) => path)).to.have.members([
      "slipway:rollout.timeout",
      "slipway:rollout.onFail",
      "aws:nothing",
      "ENV",
      "CLUSTER_NAME",
      "BUILDKITE_COMMIT",
      "SERVICES_NAMES",
    ]);
    for (const { path } of error.problems) expect(error.message).to.include(`  ${path}: `);
    expect(error.message).to.include("environment staging have 7 problems");
    expect(error.remedy).to.include("Nothing was touched");
  });

  it("without ever repeating a secret", () => {
    const secret = "hunter2-of-the-settings";
    const made: Case[] = [
      { config: { "slipway:environment": { A: [secret] } } },
      { config: { "slipway:environment": secret } },
      { config: { "slipway:environment": `{"A": "${secret}"` } },
      { config: { "slipway:image": { secrets: { npm: secret } } } },
      { config: { "slipway:image": { buildArgs: { TOKEN: [secret] } } } },
      { config: { "slipway:notify": [{ slak: secret }] } },
      { config: { "slipway:notify": secret } },
      { config: { "slipway:notify": [{ slack: `ftp://${secret}` }] } },
      { config: { "slipway:notify": [{ slack: { channel: "C1", token: "", tokn: secret } }] } },
      { config: { "aws:secretKey": secret, "aws:token": secret } },
      {
        config: { "slipway:cluster": `no ${secret}` },
        env: { CLUSTER_NAME: undefined },
        secretKeys: ["slipway:cluster"],
      },
      { config: { "slipway:migration": { service: secret } }, secretKeys: ["slipway:migration"] },
      { env: { REPOSITORY_URL: `https://me:${secret}@ghcr.io/a` } },
      { env: { REPOSITORY_URL: `me:${secret}@ghcr.io/a` } },
      { config: { "aws:endpoints": [{ ecs: `http://me:${secret}@127.0.0.1` }] } },
    ];
    for (const one of made) {
      const error = errorOf(one);
      expect(JSON.stringify(error) + error.message + String(error.stack)).not.to.include(secret);
    }
  });
});
