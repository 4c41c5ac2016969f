import { ecsDeployment } from "../../contract/deploymentRef";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { buildSecrets } from "../../components/build/buildSecrets";
import { lookUpImages } from "../../components/images/lookUpImages";
import { encodeRunRequest } from "../../contract/runRequest";
import { EcsRelease } from "../../components/ecsRelease";
import type { EcsReleaseArgs } from "../../components/releaseArgs";
import { recordResources, type Recorded } from "./_helpers/recordResources";

const repositoryUrl = "registry.test/mage";
const args: EcsReleaseArgs = {
  cluster: "main",
  commit: "c2",
  images: {
    mage: { repositoryUrl, environmentTag: "staging", build: { tag: "c2", context: "." } },
  },
  services: ["web", { name: "worker", after: ["web"] }],
  environment: { TOKEN: "hunter2" },
};

describe("components/ecsRelease", () => {
  let recorded: Recorded;
  beforeEach(() => {
    recorded = recordResources();
  });

  const release = async (over: Partial<EcsReleaseArgs> = {}) => {
    const made = new EcsRelease("app", { ...args, ...over });
    return recorded.settled(made.services);
  };

  it("names its children after itself, and hangs them below it", async () => {
    await release();
    expect(recorded.names()).to.have.members([
      "slipway:index:EcsRelease app",
      "docker-build:index:Image app-mage",
      "slipway:ecs:TaskDefinitionRevision app-web",
      "slipway:ecs:TaskDefinitionRevision app-worker",
      "slipway:ecs:RevisionSet app",
      "slipway:ecs:ServiceRollout app-web",
      "slipway:ecs:ServiceRollout app-worker",
    ]);
    const children = recorded.all.filter(({ type }) => type !== "slipway:index:EcsRelease");
    expect(children.every(({ parent }) => parent?.endsWith("EcsRelease::app"))).to.be.true;
  });

  it("tells preflight the deadline, whether it insists, and where to say that it waits", async () => {
    await release({ rollout: { timeout: 600 }, overtake: true });
    const [asked] = recorded.calls as Record<string, unknown>[];
    expect(asked).to.include({ timeout: 600, overtake: true });
    expect(asked?.urn).to.match(/slipway:index:EcsRelease::app$/);
  });

  it("builds without a preview build, and pushes both tags in one go", async () => {
    await release();
    const { inputs, retainOnDelete } = recorded.one("docker-build:index:Image");
    expect(inputs).to.deep.include({
      buildOnPreview: false,
      exec: false,
      push: true,
      tags: [`${repositoryUrl}:c2`, `${repositoryUrl}:staging`],
      platforms: ["linux/arm64"],
      context: { location: "." },
    });
    expect(retainOnDelete).to.be.true;
  });

  it("brings a promoted image here before its tag, and both before any revision names it", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const copyFrom = { repositoryUrl: "staging.test/mage", aws: { profile: "staging" } };
    await release({
      images: {
        mage: {
          repositoryUrl,
          environmentTag: "staging",
          existing: { digest, tag: "c2", copyFrom },
        },
      },
    });
    expect(recorded.names().join()).to.not.include("docker-build");
    const copy = recorded.one("slipway:registry:ImageCopy");
    expect(copy.inputs).to.deep.equal({
      ...{ from: "staging.test/mage", to: repositoryUrl, digest, tag: "c2" },
      fromAws: { profile: "staging" },
    });
    const tag = recorded.one("slipway:registry:ImageTag");
    expect(tag.dependencies.join()).to.include("ImageCopy");
    for (const name of ["app-web", "app-worker"]) {
      const { dependencies } = recorded.one("slipway:ecs:TaskDefinitionRevision", name);
      expect(dependencies.join()).to.include("ImageCopy").and.include("ImageTag");
    }
  });

  it("tells each service the commit of what it gets, where images are of several", async () => {
    const image = (name: string, version: string) => ({
      ...{ repositoryUrl: `registry.test/${name}`, version },
      existing: { digest: `sha256:${"a".repeat(64)}`, tag: version },
    });
    await release({
      images: { api: image("api", "c7"), admin: image("admin", "c5") },
      services: [
        { name: "api", containers: { app: "api" } },
        { name: "admin", containers: { app: "admin" } },
        { name: "both", containers: { app: "api", side: "admin" } },
      ],
      migration: { service: "admin", command: ["migrate"] },
    });
    const commits = ["api", "admin", "both"].map((name) => [
      recorded.one("slipway:ecs:TaskDefinitionRevision", `app-${name}`).inputs["version"],
      recorded.one("slipway:ecs:ServiceRollout", `app-${name}`).inputs["commit"],
    ]);
    expect(commits).to.deep.equal([
      [{ DD_VERSION: "c7" }, "c7"],
      [{ DD_VERSION: "c5" }, "c5"],
      [{ DD_VERSION: "c2" }, "c2"],
    ]);
    expect(recorded.one("slipway:ecs:TaskRun").inputs["commit"]).to.equal("c5");
  });

  it("mirrors what was built, before any revision names it", async () => {
    const mirrors = [{ repositoryUrl: "a.test/mage" }, { repositoryUrl: "b.test/mage", aws: {} }];
    const { mage } = args.images;
    await release({ images: { mage: { ...mage!, mirrors } } });
    const copies = recorded.all.filter(({ type }) => type === "slipway:registry:ImageCopy");
    expect(copies.map(({ inputs }) => inputs)).to.deep.equal([
      { from: repositoryUrl, to: "a.test/mage", digest: "sha256:built", tag: "c2", moveTag: false },
      {
        ...{ from: repositoryUrl, to: "b.test/mage", digest: "sha256:built", tag: "c2" },
        ...{ moveTag: false, toAws: {} },
      },
    ]);
    expect(copies.every(({ dependencies }) => dependencies.join().includes("Image::app-mage"))).to
      .be.true;
    const { dependencies } = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
    expect(dependencies.filter((urn) => urn.includes("ImageCopy"))).to.have.lengthOf(2);
  });

  it("builds nothing that exists, but moves the environment's tag to it", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    await release({
      images: {
        mage: { repositoryUrl, environmentTag: "staging", existing: { digest, tag: "c2" } },
      },
    });
    expect(recorded.names().join()).to.not.include("docker-build");
    expect(recorded.one("slipway:registry:ImageTag").inputs).to.deep.equal({
      repositoryUrl,
      tag: "staging",
      digest,
    });
    const revision = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
    expect(revision.inputs).to.have.nested.property("images[0].reference", `${repositoryUrl}:c2`);
  });

  it("names an image without a tag by its digest", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    await release({ images: { mage: { repositoryUrl, existing: { digest } } } });
    const { inputs } = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
    expect(inputs).to.have.nested.property("images[0].reference", `${repositoryUrl}@${digest}`);
  });

  it("lets no service move before every revision and the one-off task are there", async () => {
    await release({ migration: { service: "web", command: ["migrate"] } });
    const needed = ["Revision::app-web", "Revision::app-worker", "TaskRun::app-migration"];
    const ready = recorded.one("slipway:ecs:RevisionSet");
    expect(ready.dependencies.map((urn) => urn.replace(/^.*:(?=\w+::)/, ""))).to.have.members(
      needed.map((end) => end.replace(/^Revision/, "TaskDefinitionRevision")),
    );
    for (const name of ["app-web", "app-worker"]) {
      const { dependencies } = recorded.one("slipway:ecs:ServiceRollout", name);
      expect(dependencies.filter((urn) => urn.includes("RevisionSet::app"))).to.have.length(1);
    }
    const task = recorded.one("slipway:ecs:TaskRun");
    expect(task.inputs).to.include({ container: "app", commit: "c2" });
  });

  it("has a number of edges that grows with the services, not with their square", async () => {
    const edges = async (count: number) => {
      recorded = recordResources();
      await release({ services: Array.from({ length: count }, (_, n) => `s${n}`) });
      return recorded.all.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
    };
    const [ten, twenty, forty] = [await edges(10), await edges(20), await edges(40)];
    expect(forty - twenty).to.equal(2 * (twenty - ten));
    expect(forty).to.be.at.most(5 * 40);
  });

  it("keeps the order of `after`", async () => {
    await release({ services: [{ name: "worker", after: ["web"] }, "web"] });
    const { dependencies } = recorded.one("slipway:ecs:ServiceRollout", "app-worker");
    expect(dependencies.some((urn) => urn.endsWith("ServiceRollout::app-web"))).to.be.true;
    const web = recorded.one("slipway:ecs:ServiceRollout", "app-web");
    expect(web.dependencies.some((urn) => urn.includes("ServiceRollout"))).to.be.false;
  });

  it("hands variables on as secrets, the version in clear", async () => {
    await release();
    const { inputs } = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
    expect(inputs).to.have.nested.property("environment.TOKEN.value", "hunter2");
    expect(inputs.version).to.deep.equal({ DD_VERSION: "c2" });
    expect(JSON.stringify(recorded.calls)).to.include("TOKEN").and.not.include("hunter2");
  });

  it("means the digest of the image, and what it is an index of, for the containers that run it", async () => {
    await release();
    const { inputs } = recorded.one("slipway:ecs:ServiceRollout", "app-web");
    expect(inputs["digests"]).to.deep.equal({ app: ["sha256:built", "sha256:child"] });
  });

  it("means the digests of an image that is there as it was told them", async () => {
    const existing = { digest: "sha256:m", tag: "c2", manifests: ["sha256:amd64", "sha256:arm64"] };
    await release({ images: { mage: { repositoryUrl, existing } } });
    const { inputs } = recorded.one("slipway:ecs:ServiceRollout", "app-web");
    expect(inputs["digests"]).to.deep.equal({
      app: ["sha256:m", "sha256:amd64", "sha256:arm64"],
    });
  });

  it("gives a service only the images that its containers name", async () => {
    const images = {
      mage: { repositoryUrl, existing: { digest: "sha256:m", tag: "c2" } },
      proxy: { repositoryUrl: "registry.test/proxy", existing: { digest: "sha256:p", tag: "c2" } },
    };
    const containers = { app: "mage", router: "proxy", second: "mage" };
    await release({ images, services: [{ name: "web", containers }] });
    const { inputs } = recorded.one("slipway:ecs:TaskDefinitionRevision");
    expect(inputs["images"]).to.deep.equal([
      { repositoryUrl, reference: `${repositoryUrl}:c2`, containers: ["app", "second"] },
      {
        repositoryUrl: "registry.test/proxy",
        reference: "registry.test/proxy:c2",
        containers: ["router"],
      },
    ]);
  });

  describe("asked for a recovery in the environment", () => {
    const target = {
      ...{
        resource: "app-web",
        cluster: "old",
        taskDefinition: "arn:1",
        replaces: ecsDeployment("ecs-svc/2"),
      },
      ...{ digests: { app: ["sha256:1"] }, commit: "c1", image: "registry.test/mage:c1" },
    };
    const worker = { revision: "worker:2", image: "i", outcome: "deployed", deploymentId: "d" };
    const outputs = { services: { web: { ...worker }, worker }, commit: "c0", images: { a: "b" } };
    beforeEach(() => {
      const services = { web: target, other: { ...target, resource: "another-release-other" } };
      const request = { kind: "recovery", flags: {}, services, outputs } as const;
      process.env.SLIPWAY_RUN = encodeRunRequest(request, 1);
    });
    afterEach(() => {
      delete process.env.SLIPWAY_RUN;
    });

    it("declares the rollouts of these services and nothing else, with every value given", async () => {
      await release({ images: {}, rollout: { timeout: 60 } });
      expect(recorded.names()).to.have.members([
        "slipway:index:EcsRelease app",
        "slipway:ecs:ServiceRollout app-web",
      ]);
      const { inputs, dependencies, parent } = recorded.one("slipway:ecs:ServiceRollout");
      expect(inputs).to.deep.equal({
        ...{
          service: "web",
          cluster: "old",
          taskDefinition: "arn:1",
          replaces: ecsDeployment("ecs-svc/2"),
        },
        ...{ digests: { app: ["sha256:1"] }, commit: "c1", timeout: 60 },
      });
      expect(dependencies).to.deep.equal([]);
      expect(parent).to.match(/EcsRelease::app$/);
      expect(recorded.calls).to.deep.equal([]);
    });

    it("leaves the outputs of everything else as they were", async () => {
      const made = new EcsRelease("app", args);
      expect(await recorded.settled(made.services)).to.deep.equal({
        web: {
          ...{ revision: "web:2", image: "registry.test/mage:c1" },
          ...{ outcome: "deployed", deploymentId: "ecs-svc/2" },
        },
        worker,
      });
      expect(await recorded.settled(made.commit)).to.equal("c0");
      expect(await recorded.settled(made.images)).to.deep.equal({ a: "b" });
    });

    it("looks no image up, and asks for no build secret", async () => {
      const missing = { name: "mage", repositoryUrl, tag: "c9" };
      expect(await lookUpImages([missing])).to.deep.equal({});
      expect(buildSecrets({ token: { env: "NOT_THERE" } }, {})).to.deep.equal({});
    });
  });

  it("asks how an image is built only where it is not there", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    let exists = true;
    void pulumi.runtime.setMocks({
      newResource: ({ name }) => ({ id: name, state: {} }),
      call: () => (exists ? { exists, digest, manifests: [] } : { exists }),
    });
    let asked = 0;
    const build = () => {
      asked++;
      return Promise.resolve({ context: "demo/app" });
    };
    const look = () => lookUpImages([{ name: "mage", repositoryUrl, tag: "c2", build }]);
    expect((await look())["mage"]).to.have.property("existing");
    expect(asked).to.equal(0);
    exists = false;
    expect((await look())["mage"]?.build).to.deep.equal({ context: "demo/app", tag: "c2" });
    expect(asked).to.equal(1);
  });

  const refused: [string, Partial<EcsReleaseArgs>, string][] = [
    ["no image", { images: {} }, "`images` is empty"],
    ["an image without a source", { images: { a: { repositoryUrl } } }, "needs `build` or"],
    [
      "an image with two sources",
      {
        images: {
          a: { repositoryUrl, build: { tag: "t", context: "." }, existing: { digest: "d" } },
        },
      },
      "has both",
    ],
    ["no service", { services: [] }, "`services` is empty"],
    ["a service twice", { services: ["web", { name: "web" }] }, "names web twice"],
    ["an unknown `after`", { services: [{ name: "web", after: ["x"] }] }, "none of the others"],
    ["itself in `after`", { services: [{ name: "web", after: ["web"] }] }, "none of the others"],
    [
      "a circle",
      {
        services: [
          { name: "a", after: ["b"] },
          { name: "b", after: ["a"] },
        ],
      },
      "in a circle",
    ],
    ["an unknown image", { services: [{ name: "web", containers: { app: "x" } }] }, "no image x"],
    [
      "an unknown migration",
      { migration: { service: "x", command: ["m"] } },
      "none of the services",
    ],
  ];
  for (const [what, over, message] of refused) {
    it(`refuses ${what} before it declares anything`, () => {
      expect(() => new EcsRelease("app", { ...args, ...over })).to.throw(pulumi.RunError, message);
      expect(recorded.all).to.be.empty;
    });
  }
});
