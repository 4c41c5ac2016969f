import { expect } from "chai";
import fc from "fast-check";
import {
  formatImageReference,
  isDigest,
  isTag,
  parseImageReference,
  parseRepositoryUrl,
  repositoryOf,
} from "../../registry/reference";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const cases: [string, ReturnType<typeof parseImageReference>][] = [
  ["busybox", { registry: "docker.io", repository: "library/busybox" }],
  ["busybox:1.36", { registry: "docker.io", repository: "library/busybox", tag: "1.36" }],
  ["grafana/loki", { registry: "docker.io", repository: "grafana/loki" }],
  ["index.docker.io/grafana/loki", { registry: "docker.io", repository: "grafana/loki" }],
  ["localhost/app", { registry: "localhost", repository: "app" }],
  ["127.0.0.1:5000/app:v1", { registry: "127.0.0.1:5000", repository: "app", tag: "v1" }],
  ["[::1]:5000/app", { registry: "[::1]:5000", repository: "app" }],
  ["Host.example/app", { registry: "host.example", repository: "app" }],
  [
    `123456789012.dkr.ecr.us-east-1.amazonaws.com/team/mage-ai:abc@${digest}`,
    {
      registry: "123456789012.dkr.ecr.us-east-1.amazonaws.com",
      repository: "team/mage-ai",
      tag: "abc",
      digest,
    },
  ],
  [`app@${digest}`, { registry: "docker.io", repository: "library/app", digest }],
  ["Host/a", { registry: "Host", repository: "a" }],
  ["Docker.IO/app", { registry: "docker.io", repository: "library/app" }],
  ["Host.Example/a", { registry: "host.example", repository: "a" }],
  ["", undefined],
  ["App", undefined],
  ["host.example/", undefined],
  ["host.example/a//b", undefined],
  ["app:", undefined],
  ["app:-x", undefined],
  [`app:${"x".repeat(129)}`, undefined],
  ["app@sha256:123", undefined],
  [`app@${digest}@${digest}`, undefined],
  ["ap p", undefined],
  ["https://host.example/app", undefined],
  ["host.example/app_-b", undefined],
];

describe("parseImageReference", () => {
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text.slice(0, 60))}`, () => {
      expect(parseImageReference(text)).to.deep.equal(expected);
    });
  }

  const part = fc.stringMatching(/^[a-z0-9]{1,6}([._-][a-z0-9]{1,6})?$/);
  const reference = fc.record(
    {
      registry: fc.constantFrom("docker.io", "localhost", "127.0.0.1:5000", "r.example.com"),
      repository: fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("/")),
      tag: fc.stringMatching(/^\w[\w.-]{0,127}$/),
      digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
    },
    { requiredKeys: ["registry", "repository"] },
  );

  it("reads back whatever it writes", () => {
    fc.assert(
      fc.property(reference, (made) => {
        expect(parseImageReference(formatImageReference(made))).to.deep.equal({ ...made });
      }),
    );
  });

  it("finds the same repository whatever the tag and digest are", () => {
    fc.assert(
      fc.property(reference, (made) => {
        expect(repositoryOf(formatImageReference(made))).to.equal(
          `${made.registry}/${made.repository}`,
        );
      }),
    );
  });

  it("never throws, and what it reads is well formed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const read = parseImageReference(text);
        if (read?.tag !== undefined) expect(isTag(read.tag)).to.be.true;
        if (read?.digest !== undefined) expect(isDigest(read.digest)).to.be.true;
        if (read) expect(parseImageReference(formatImageReference(read))).to.deep.equal(read);
      }),
    );
  });
});

describe("parseRepositoryUrl", () => {
  it("takes host and path", () => {
    expect(parseRepositoryUrl("127.0.0.1:5000/team/app")).to.deep.equal({
      registry: "127.0.0.1:5000",
      repository: "team/app",
    });
  });

  const refused: [string, RegExp][] = [
    ["https://host.example/app", /starts with a scheme/],
    ["host.example/app:v1", /names one image by tag/],
    [`host.example/app@${digest}`, /names one image by digest/],
    ["host.example/App", /not the URL of an image repository/],
    ["", /not the URL/],
  ];
  for (const [url, message] of refused) {
    it(`refuses ${JSON.stringify(url.slice(0, 40))}`, () => {
      expect(() => parseRepositoryUrl(url)).to.throw(message);
    });
  }

  it("does not repeat a password", () => {
    expect(() => parseRepositoryUrl("https://me:hunter2@host.example/app"))
      .to.throw(/host\.example/)
      .with.property("message")
      .that.does.not.include("hunter2");
    expect(() => parseRepositoryUrl("me:hunter2@host.example/app"))
      .to.throw()
      .with.property("message")
      .that.does.not.include("hunter2");
  });
});
