import { expect } from "chai";
import { plainConfig } from "../../../automation/workspace/plainConfig";

const project = "name: mage\nruntime: nodejs\n";

describe("plainConfig", () => {
  it("reads texts, switches, whole numbers, lists and objects as Pulumi prints them", () => {
    const stack = [
      "# staging",
      "config:",
      "  slipway:cluster: main",
      '  slipway:image: "010"',
      "  slipway:services: [web, worker]",
      "  slipway:rollout: {timeout: 15, failEarly: false}",
      "  aws:region: us-east-1",
      "encryptionsalt: v1:abc=:v1:def",
    ];
    expect(plainConfig(project, stack.join("\n"))).to.deep.equal({
      values: {
        "slipway:cluster": "main",
        "slipway:image": "010",
        "slipway:services": '["web","worker"]',
        "slipway:rollout": '{"timeout":15,"failEarly":false}',
        "aws:region": "us-east-1",
      },
      secretKeys: [],
    });
  });

  it("is empty for a stack that sets nothing", () => {
    for (const stack of ["", "{}\n", "config: {}\n", "encryptionsalt: v1:a\n"]) {
      expect(plainConfig(project, stack)).to.deep.equal({ values: {}, secretKeys: [] });
    }
  });

  const asked: [string, string, string?][] = [
    ["a secret", "config:\n  a:b:\n    secure: v1:abc\n"],
    ["a secret deep in an object", "config:\n  a:b:\n    c: [{secure: v1:abc}]\n"],
    ["imports of an environment", "environment: [base]\nconfig:\n  a:b: c\n"],
    ["configuration of the project", "config:\n  a:b: c\n", `${project}config:\n  a:b: d\n`],
    ["a number with a leading zero", "config:\n  a:b: 010\n"],
    ["a fraction", "config:\n  a:b: 1.50\n"],
    ["a number that is not held exactly", "config:\n  a:b: 12345678901234567890\n"],
    ["a date", "config:\n  a:b: 2026-11-30\n"],
    ["a commit that is a number", "config:\n  a:b: 1234e56\n"],
    ["nothing", "config:\n  a:b: ~\n"],
    ["an alias", "config:\n  a:b: &x c\n  a:d: *x\n"],
    ["a tag", "config:\n  a:b: !!binary aGk=\n"],
    ["a key without a namespace", "config:\n  b: c\n"],
    ["a key of three parts", "config:\n  a:config:b: c\n"],
    ["a list for a configuration", "config: [a]\n"],
    ["no YAML", "config: [\n"],
  ];
  for (const [what, stack, projectFile = project] of asked) {
    it(`leaves ${what} to Pulumi`, () => {
      expect(plainConfig(projectFile, stack)).to.equal(undefined);
    });
  }
});
