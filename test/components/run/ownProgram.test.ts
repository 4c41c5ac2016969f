import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { checkRelease } from "../../../components/checkRelease";
import { EcsRelease } from "../../../components/ecsRelease";
import { lookUpImages } from "../../../components/images/lookUpImages";
import { lookUpPromotion } from "../../../components/images/lookUpPromotion";
import type { EcsReleaseArgs } from "../../../components/releaseArgs";
import type { RequestOf, RunRequest } from "../../../contract/runRequest";
import { errorFrom } from "../../_helpers/errorFrom";
import { recordResources, type Recorded } from "../_helpers/recordResources";

const repositoryUrl = "registry.test/mage";
const digest = `sha256:${"a".repeat(64)}`;
const flags = {};

/** The program of README.md: it builds its image by itself and looks nothing up. */
const args: EcsReleaseArgs = {
  cluster: "main",
  commit: "c2",
  images: {
    app: { repositoryUrl, environmentTag: "staging", build: { tag: "c2", context: "." } },
  },
  services: ["web", { name: "worker", after: ["web"] }],
  migration: { service: "web", command: ["migrate"] },
};

const imageOnly: RequestOf<"imageOnly"> = {
  ...{ kind: "imageOnly", flags, onFailure: "rollback", commit: "c1", leaveTags: false },
  images: [{ name: "mage", repositoryUrl, tag: "c1" }],
};
const promoted = {
  from: "staging",
  version: "c1",
  images: [{ image: "mage", digest, manifests: [] }],
};

describe("a program of the user's own", () => {
  let recorded: Recorded;
  beforeEach(() => {
    recorded = recordResources({ exists: true, digest, manifests: ["sha256:child"] });
  });

  const release = (request: RunRequest, over: Partial<EcsReleaseArgs> = {}) =>
    new EcsRelease("app", { ...args, ...over }, {}, request);
  const released = async (request: RunRequest, over: Partial<EcsReleaseArgs> = {}) => {
    await recorded.settled(release(request, over).services);
  };
  /** Why the check before a release does not let it go on. */
  const refusal = (request: RunRequest, over: Partial<EcsReleaseArgs> = {}) => {
    const component = new pulumi.ComponentResource("test:index:Release", "app");
    const checked = checkRelease({ ...args, ...over }, [{ name: "web" }], request, component);
    return errorFrom((checked as unknown as { promise(): Promise<unknown> }).promise());
  };
  const types = () => new Set(recorded.all.map(({ type }) => type));

  it("makes one forced deployment of every service and overtakes, because the run is forced", async () => {
    await released({ kind: "release", flags, onFailure: "rollback", force: "17" });
    for (const name of ["app-web", "app-worker"]) {
      expect(recorded.one("slipway:ecs:ServiceRollout", name).inputs).to.include({ force: "17" });
    }
    expect(recorded.calls[0]).to.include({ overtake: true });
  });

  it("keeps its own arguments where a release asks for nothing else", async () => {
    await released({ kind: "release", flags, onFailure: "stop" });
    expect(recorded.calls[0]).to.include({ overtake: false });
    expect(recorded.one("slipway:ecs:ServiceRollout", "app-web").inputs).to.not.have.any.keys(
      "force",
    );
    expect(types()).to.include("docker-build:index:Image").and.include("slipway:ecs:TaskRun");
  });

  it("waits for no deployment of others in a build, because no service moves", async () => {
    await released({ kind: "build", flags });
    expect(recorded.calls[0]).to.include({ overtake: true });
    expect(types()).to.include("docker-build:index:Image");
  });

  describe("in an image-only rollback", () => {
    it("releases the old image as it is in the repository: no build, no migration, no waiting", async () => {
      await released(imageOnly);
      expect(types())
        .to.not.include("docker-build:index:Image")
        .and.not.include("slipway:ecs:TaskRun");
      expect(recorded.one("slipway:registry:ImageTag").inputs).to.deep.equal({
        repositoryUrl,
        tag: "staging",
        digest,
      });
      const { inputs } = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
      expect(inputs).to.have.nested.property("images[0].reference", `${repositoryUrl}:c1`);
      expect(inputs["version"]).to.deep.equal({ DD_VERSION: "c1" });
      const preflight = recorded.calls.find((call) => (call as { services?: unknown }).services);
      expect(preflight).to.include({ overtake: true });
    });

    it("leaves the environment's tag where services outside the run use it", async () => {
      await released({ ...imageOnly, leaveTags: true });
      expect(types()).to.not.include("slipway:registry:ImageTag");
    });

    it("takes a digest, too, and asks for it once where the program looks its images up", async () => {
      const request = { ...imageOnly, images: [{ name: "mage", repositoryUrl, tag: digest }] };
      const wanted = { name: "app", repositoryUrl, tag: "c2", build: { context: "." } };
      const images = await lookUpImages([wanted], undefined, request);
      await released(request, { images });
      expect(
        recorded.calls.filter((call) => (call as { tag?: string }).tag === digest),
      ).to.have.length(1);
      const { inputs } = recorded.one("slipway:ecs:TaskDefinitionRevision", "app-web");
      expect(inputs).to.have.nested.property("images[0].reference", `${repositoryUrl}@${digest}`);
    });

    it("is refused where the rollback does not name the program's image", () => {
      const other = { app: { repositoryUrl: "registry.test/other", existing: { digest } } };
      expect(() => release(imageOnly, { images: other })).to.throw("[REQUEST_IMPOSSIBLE]");
    });
  });

  describe("in a promotion", () => {
    const promotion: RunRequest = { kind: "release", flags, onFailure: "rollback", promoted };
    const source = {
      ...{ environment: "staging", cluster: "staging", services: [{ name: "web" }] },
      ...{ images: [{ name: "mage", repositoryUrl }], versionVariable: "DD_VERSION" },
    };

    it("gets the images that the runner has announced, without a second look", async () => {
      const runs = await lookUpPromotion(source, {}, promotion);
      expect(runs).to.deep.equal({ version: "c1", images: promoted.images });
      expect(recorded.calls).to.deep.equal([]);
      await released(promotion, {
        images: { app: { repositoryUrl, existing: { digest, tag: "c1" } } },
      });
      expect(types()).to.include("slipway:ecs:ServiceRollout");
    });

    it("is refused where it builds the image by itself", () => {
      for (const kind of ["release", "build"] as const) {
        expect(() => release({ ...promotion, kind })).to.throw(
          pulumi.RunError,
          /builds app by itself[^]*\[REQUEST_IMPOSSIBLE\]/,
        );
      }
    });

    it("is refused where it takes another image than the one that is promoted", async () => {
      const existing = { digest: `sha256:${"b".repeat(64)}`, tag: "c1" };
      const error = await refusal(promotion, { images: { app: { repositoryUrl, existing } } });
      expect(error.message).to.include("takes none").and.include("[REQUEST_IMPOSSIBLE]");
    });

    it("is refused where it promotes from another environment", async () => {
      const error = await errorFrom(
        lookUpPromotion({ ...source, environment: "test" }, {}, promotion),
      );
      expect(error.message).to.include("--from test").and.include("[REQUEST_IMPOSSIBLE]");
    });
  });

  describe("under flags", () => {
    const asked = (given: RunRequest["flags"]): RunRequest => ({
      ...{ kind: "release", onFailure: "rollback", flags: given },
    });

    it("declares the services of --services only, with what these need of one another", async () => {
      await released(asked({ services: "worker" }));
      const rollouts = recorded.all.filter(({ type }) => type === "slipway:ecs:ServiceRollout");
      expect(rollouts.map(({ name }) => name)).to.deep.equal(["app-worker"]);
      expect(types()).to.not.include("slipway:ecs:TaskRun");
    });

    it("is refused where it has none of the services", () => {
      expect(() => release(asked({ services: "api" }))).to.throw("[REQUEST_IMPOSSIBLE]");
    });

    const others: [string, RunRequest["flags"]][] = [
      ["cluster", { cluster: "other" }],
      ["commit", { commit: "c9" }],
      ["repository", { repositoryUrl: "registry.test/other" }],
    ];
    for (const [what, given] of others) {
      it(`is refused where it releases another ${what}, because the flag must not be ignored`, async () => {
        const { message } = await refusal(asked(given));
        expect(message).to.include("but the program").and.include("[REQUEST_IMPOSSIBLE]");
        expect(recorded.calls).to.deep.equal([]);
      });
    }

    it("goes on where it releases what the flags name", async () => {
      const cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/main";
      await released(asked({ cluster, commit: "C2", repositoryUrl }));
      expect(types()).to.include("slipway:ecs:ServiceRollout");
    });
  });

  it("declares the rollouts of a recovery alone, whatever it has changed since", async () => {
    const web = { resource: "app-web", cluster: "main", taskDefinition: "arn:1" };
    await released({ kind: "recovery", flags, services: { web }, outputs: {} }, { images: {} });
    expect(recorded.names()).to.have.members([
      "slipway:index:EcsRelease app",
      "slipway:ecs:ServiceRollout app-web",
    ]);
  });
});
