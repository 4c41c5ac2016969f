import { expect } from "chai";
import type { SecretSource } from "../../../../emulator/tasks/docker/ports";
import { resolveSecrets } from "../../../../emulator/tasks/docker/secrets";
import { containerSpec } from "../../_helpers/specs";

const arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf";
const source: SecretSource = {
  secret(reference, stage, version) {
    if (reference !== arn) {
      throw Object.assign(new Error("Secrets Manager can't find the specified secret."), {
        name: "ResourceNotFoundException",
      });
    }
    return JSON.stringify({ part: "value", list: [1], stage, version });
  },
  parameter: (name) => (name.endsWith("/app/url") ? "from-ssm" : undefined),
};
const resolve = (valueFrom: string) =>
  resolveSecrets(source, containerSpec({ secrets: [{ name: "A", valueFrom }] }))[0]?.value;

describe("resolveSecrets", () => {
  it("reads secrets whole, by JSON key, stage and version, and parameters by name and ARN", () => {
    expect(resolve(arn)).to.equal('{"part":"value","list":[1]}');
    expect(resolve(`${arn}:part::`)).to.equal("value");
    expect(resolve(`${arn}:list::`)).to.equal("[1]");
    expect(resolve(`${arn}:stage:AWSPREVIOUS:`)).to.equal("AWSPREVIOUS");
    expect(resolve(`${arn}:version::v1`)).to.equal("v1");
    expect(resolve("/app/url")).to.equal("from-ssm");
    expect(resolve("arn:aws:ssm:us-east-1:123456789012:parameter/app/url")).to.equal("from-ssm");
  });

  it("gives ECS's reason when something is missing", () => {
    const start =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ";
    expect(() => resolve(`${arn}x`)).to.throw(
      `${start}secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn}x from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    );
    expect(() => resolve(`${arn}:nope::`)).to.throw(
      "retrieved secret from Secrets Manager did not contain json key nope",
    );
    expect(() => resolve("/nope")).to.throw(
      `${start}secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /nope`,
    );
  });
});
