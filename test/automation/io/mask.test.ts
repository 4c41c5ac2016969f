import { expect } from "chai";
import fc from "fast-check";
import { Mask, secretsOfEnvironment } from "../../../automation/io/mask";

describe("Mask", () => {
  it("replaces secrets in every form in which they travel", () => {
    const mask = new Mask();
    const secret = 'p@ss "word"/1';
    mask.add([secret]);
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify({ secret }),
      Buffer.from(secret).toString("base64"),
    ]) {
      expect(mask.text(`before ${form} after`)).to.match(/^before .*\[secret\].* after$/);
    }
  });

  it("masks each line of a secret of several", () => {
    const mask = new Mask();
    mask.add(["-----BEGIN KEY-----\nMIIabcdef\n-----END KEY-----"]);
    expect(mask.text("it was MIIabcdef")).to.equal("it was [secret]");
  });

  it("leaves short words and public ones alone", () => {
    const mask = new Mask();
    mask.add(["true", "1", "staging", "", undefined]);
    mask.allow(["staging"]);
    expect(mask.text("true 1 staging")).to.equal("true 1 staging");
  });

  it("masks a secret that contains another one whole", () => {
    const mask = new Mask();
    mask.add(["abcdef", "abcdefghij"]);
    expect(mask.text("abcdefghij")).to.equal("[secret]");
  });

  it("masks in JSON, names of members too, and keeps everything else", () => {
    const mask = new Mask();
    mask.add(["hunter2hunter2"]);
    const value = { a: ["hunter2hunter2", 1, null, true], hunter2hunter2: { b: "x" } };
    expect(mask.json(value)).to.deep.equal({
      a: ["[secret]", 1, null, true],
      "[secret]": { b: "x" },
    });
  });

  it("lets no secret through, whatever it is made of", () => {
    const secrets = fc.array(fc.string({ minLength: 6, maxLength: 30 }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(secrets, fc.string(), (values, between) => {
        fc.pre(values.every((v) => v.trim().length >= 6 && !"[secret]".includes(v)));
        const mask = new Mask();
        mask.add(values);
        const masked = mask.text(values.join(between));
        return values.every((v) => !masked.includes(v));
      }),
    );
  });
});

describe("secretsOfEnvironment", () => {
  it("judges by the name", () => {
    const env = {
      AWS_SECRET_ACCESS_KEY: "a",
      AWS_SESSION_TOKEN: "b",
      PULUMI_CONFIG_PASSPHRASE: "c",
      BUILDKITE_AGENT_ACCESS_TOKEN: "d",
      PULUMI_CONFIG_PASSPHRASE_FILE: "/where",
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2",
      PATH: "/bin",
    };
    expect(secretsOfEnvironment(env)).to.deep.equal(["a", "b", "c", "d"]);
  });
});
