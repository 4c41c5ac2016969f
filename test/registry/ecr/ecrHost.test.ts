import { expect } from "chai";
import { ecrHost, isLoopback } from "../../../registry/ecr/ecrHost";

describe("ecrHost", () => {
  const hosts: [string, string | undefined][] = [
    ["123456789012.dkr.ecr.us-east-1.amazonaws.com", "us-east-1"],
    ["123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
    ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"],
    ["123456789012.dkr-ecr.eu-central-1.on.aws", "eu-central-1"],
    ["123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"],
    ["123456789012.dkr.ecr.us-east-1.evil.example", undefined],
    ["123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example", undefined],
    ["12345.dkr.ecr.us-east-1.amazonaws.com", undefined],
    ["public.ecr.aws", undefined],
    ["127.0.0.1:5000", undefined],
  ];
  for (const [host, region] of hosts) {
    it(`${host} is ${region ?? "not ECR"}`, () => {
      expect(ecrHost(host)).to.deep.equal(
        region === undefined ? undefined : { account: "123456789012", region },
      );
    });
  }
});

describe("isLoopback", () => {
  it("knows this machine, and nothing that looks like it", () => {
    for (const host of ["localhost", "localhost:1", "127.0.0.1:5000", "[::1]:5000", "127.1.2.3"]) {
      expect(isLoopback(host), host).to.be.true;
    }
    for (const host of ["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1"]) {
      expect(isLoopback(host), host).to.be.false;
    }
  });
});
