import { expect } from "chai";
import {
  encodeRunRequest,
  parseRunRequest,
  runnerOf,
  type RunRequest,
} from "../../contract/runRequest";

const digest = `sha256:${"a".repeat(64)}`;
const flags = { cluster: "main", services: "web,worker" };
const promoted = { from: "staging", images: [{ image: "mage", digest, manifests: [] }] };
const target = { resource: "release-web", cluster: "main", taskDefinition: "arn:1" };
const onFailure = "rollback";

const requests: RunRequest[] = [
  { kind: "release", flags, onFailure, force: "17", promoted },
  { kind: "build", flags: {}, promoted },
  {
    kind: "imageOnly",
    flags,
    onFailure: "stop",
    commit: "c1",
    images: [{ name: "mage", repositoryUrl: "registry.test/mage", tag: "c1" }],
    leaveTags: true,
  },
  { kind: "recovery", flags, services: { web: target }, outputs: { commit: "c0" } },
];

describe("a run request", () => {
  for (const request of requests) {
    it(`of kind ${request.kind} arrives as it was sent, with its runner`, () => {
      const text = encodeRunRequest(request, 4711);
      expect(parseRunRequest(text)).to.deep.equal(request);
      expect(runnerOf(text)).to.equal(4711);
    });
  }

  it("fits into an environment variable for 600 services, because it is packed then", () => {
    const services = Object.fromEntries(
      Array.from({ length: 600 }, (_, n) => [
        `service-${n}`,
        { ...target, resource: `release-service-${n}`, digests: { app: [digest.slice(n % 9)] } },
      ]),
    );
    const request: RunRequest = { kind: "recovery", flags: {}, services, outputs: {} };
    const text = encodeRunRequest(request, 12);
    expect(JSON.stringify(request).length).to.be.greaterThan(100_000);
    expect(text.length).to.be.lessThan(64 * 1024);
    expect(parseRunRequest(text)).to.deep.equal(request);
    expect(runnerOf(text)).to.equal(12);
  });

  it("is undefined where the variable is not set or empty", () => {
    expect(parseRunRequest(undefined)).to.equal(undefined);
    expect(parseRunRequest("")).to.equal(undefined);
  });

  const nonsense: [string, object][] = [
    ["a build that leaves tags", { kind: "build", flags: {}, leaveTags: true }],
    ["a forced recovery", { kind: "recovery", flags: {}, services: {}, outputs: {}, force: "1" }],
    ["a flag that does not exist", { kind: "build", flags: { colour: "red" } }],
    ["a kind that does not exist", { kind: "party", flags: {} }],
  ];
  for (const [what, request] of nonsense) {
    it(`is refused, not half obeyed: ${what}`, () => {
      expect(() => parseRunRequest(JSON.stringify({ runner: 1, request }))).to.throw();
    });
  }

  it("names no runner where another program set the variable", () => {
    expect(runnerOf("yes")).to.equal(undefined);
    expect(runnerOf('{"runner":"me"}')).to.equal(undefined);
  });
});
