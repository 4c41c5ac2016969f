import { expect } from "chai";
import { parseChallenge } from "../../../registry/oci/challenge";

describe("parseChallenge", () => {
  const cases: [string | null, ReturnType<typeof parseChallenge>][] = [
    ['Basic realm="https://123456789012.dkr.ecr.us-east-1.amazonaws.com/"', { scheme: "basic" }],
    ["basic", { scheme: "basic" }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/busybox:pull,push"',
      {
        scheme: "bearer",
        realm: "https://auth.docker.io/token",
        service: "registry.docker.io",
        scope: "repository:library/busybox:pull,push",
      },
    ],
    ['BEARER realm="https://ghcr.io/token"', { scheme: "bearer", realm: "https://ghcr.io/token" }],
    ['Bearer realm="a\\"b", service=plain', { scheme: "bearer", realm: 'a"b', service: "plain" }],
    ['Bearer service="no realm"', undefined],
    ["Negotiate", undefined],
    [null, undefined],
  ];
  for (const [header, expected] of cases) {
    it(`reads ${String(header).slice(0, 50)}`, () => {
      expect(parseChallenge(header)).to.deep.equal(expected);
    });
  }
});
