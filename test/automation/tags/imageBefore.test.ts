import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { exitCodes } from "../../../automation/report/exitCodes";
import { releaseText } from "../../../automation/render/releaseText";
import type { RolloutState } from "../../../automation/workspace/stackState";
import { EcsAccessDenied } from "../../../targets/ecs/ecsErrors";
import type { Outcome } from "../../../contract/outcome";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { arnOf } from "../../targets/ecs/_helpers/records";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { actionContext, commit } from "../_helpers/actionContext";
import { revision, rolled } from "../_helpers/engineEvents";

const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
const names = ["mage-web", "mage-worker"];
const failed: Outcome = { kind: "failed", cause: "tasks" };

describe("the environment's tag that an earlier run of the same release has moved", () => {
  let registry: FakeRegistry;
  let api: FakeEcsApi;
  beforeEach(() => {
    registry = new FakeRegistry();
    registry.images.set(`${repository}:c1`, "sha256:old");
    for (const tag of ["staging", commit])
      registry.images.set(`${repository}:${tag}`, "sha256:new");
    api = new FakeEcsApi();
    for (const family of names) define(family, `${repository}:c1`);
  });

  function define(family: string, image: string): void {
    const sidecar = { name: "sidecar", image: "repo/log:1" };
    const containerDefinitions = [{ name: "app", image }, sidecar];
    api.define({ family, containerDefinitions });
  }

  /** What runs of a service by the state: `digest` of its first revision. */
  const remembers = (service: string, digest?: string, runs = 2): RolloutState => ({
    ...{ urn: `urn:${service}`, resource: `release-${service}`, cluster: "mage", service },
    ...{ taskDefinition: arnOf(`${service}:${runs}`), containers: ["app"] },
    history: [
      {
        ...{ taskDefinition: arnOf(`${service}:1`), revision: `${service}:1` },
        ...{ commit: "c1", at: "t", digests: digest === undefined ? {} : { app: digest } },
      },
    ],
  });

  /** The second run of a release that fails and is recovered. */
  async function repeated(rollouts: RolloutState[], from = (name: string) => `${name}:1`) {
    const context = actionContext(
      {
        events: names.flatMap((name) => [
          revision(name, 1),
          ...rolled(name, failed, { from: from(name) }),
        ]),
        result: { succeeded: false, cancelled: false },
        state: { rollouts },
        later: [
          {
            events: names.flatMap((name) =>
              rolled(name, { kind: "deployed" }, { from: `${name}:2`, to: `${name}:1` }),
            ),
          },
        ],
      },
      { registry, ecs: api },
    );
    const report = await up(context, { stack: "staging", flags: {} });
    return { report, tag: registry.images.get(`${repository}:staging`) };
  }
  const both = (digest?: string) => names.map((name) => remembers(name, digest));

  it("is recovered to the image that the recovered services ran", async () => {
    const { report, tag } = await repeated(both("sha256:old"));
    expect(tag).to.equal("sha256:old");
    expect(report.imageTags).to.deep.equal([
      { reference: `${repository}:staging`, result: "back", digest: "sha256:old" },
    ]);
    expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
  });

  it("is put onto the index where ECS named one platform's manifest", async () => {
    const find = registry.find.bind(registry);
    registry.find = async (url, name) => {
      const found = await find(url, name);
      return found?.digest === "sha256:old" ? { ...found, manifests: ["sha256:amd64"] } : found;
    };
    expect((await repeated(both("sha256:amd64"))).tag).to.equal("sha256:old");
  });

  const unsure: Record<string, () => RolloutState[]> = {
    "is not remembered": () => both(),
    "has another image under its tag by now": () => {
      registry.images.set(`${repository}:c1`, "sha256:pushed-again");
      return both("sha256:old");
    },
    "differs from service to service": () => {
      registry.images.set(`${repository}:c0`, "sha256:older");
      api.definitions.clear();
      define("mage-web", `${repository}:c1`);
      define("mage-worker", `${repository}:c0`);
      return [remembers("mage-web", "sha256:old"), remembers("mage-worker", "sha256:older")];
    },
    "was named by the tag itself": () => {
      api.definitions.clear();
      for (const family of names) define(family, `${repository}:staging`);
      return both("sha256:old");
    },
  };
  for (const [what, rollouts] of Object.entries(unsure)) {
    it(`stays, and the release is not all back, where what ran ${what}`, async () => {
      const { report, tag } = await repeated(rollouts());
      expect(tag).to.equal("sha256:new");
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(releaseText(report)).to.include(
        `${repository}:staging may still name the image of this release: an earlier run of this release had moved it`,
      );
      expect(releaseText(report)).to.not.include(`${repository}@sha256:new`);
    });
  }

  it("has the command that puts it back where that was refused", async () => {
    registry.tag = () => Promise.reject(new Error("The token has expired."));
    const { report } = await repeated(both("sha256:old"));
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    expect(releaseText(report)).to.include(`--tag ${repository}:staging ${repository}@sha256:old`);
  });

  it("says why the image that ran before can't be looked up", async () => {
    api.faults.set("describeTaskDefinition", () => {
      throw new EcsAccessDenied("not allowed");
    });
    const { report } = await repeated(both("sha256:old"));
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    expect(report.imageTags?.[0]?.reason).to.match(/can't be looked up.*not allowed/);
  });

  describe("is right as it is", () => {
    const right = async (rollouts: RolloutState[], from?: (name: string) => string) => {
      const { report, tag } = await repeated(rollouts, from);
      expect(tag).to.equal("sha256:new");
      expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
      expect(report).to.not.have.property("imageTags");
    };

    it("where only variables changed", async () => {
      api.definitions.clear();
      for (const family of names) define(family, `${repository}:${commit}`);
      await right(both("sha256:new"));
      await right(both());
    });

    it("where another service runs the release's image, and stays", async () => {
      await right([...both("sha256:old"), remembers("mage-cron", "sha256:new", 1)]);
    });

    it("where the same revision was deployed once more", async () => {
      const none = names.map((name) => ({ ...remembers(name), history: [] }));
      await right(none, (name) => `${name}:2`);
      expect(api.calls).to.deep.equal([]);
    });

    it("where no service runs the image' that go back", async () => {
      api.definitions.clear();
      for (const family of names) define(family, "repo/other:1");
      await right(both());
    });
  });
});
