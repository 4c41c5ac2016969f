import { expect } from "chai";
import { promotedRelease } from "../../../targets/ecs/promotedRelease";
import type { EnvironmentToPromote } from "../../../contract/environmentToPromote";
import { PromotionRefused } from "../../../targets/ecs/runningImages";
import type { RegistryImage } from "../../../registry/imageRegistry";
import { errorFrom } from "../../_helpers/errorFrom";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { FakeEcsApi } from "./_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "./_helpers/records";

const repositoryUrl = "registry.test/mage";
const [a, b] = ["a", "b"].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];
const index = `sha256:${"e".repeat(64)}`;

describe("what an environment runs, to be promoted", () => {
  let ecs: FakeEcsApi;
  let registry: FakeRegistry;
  const request: EnvironmentToPromote = {
    ...{ environment: "staging", cluster: "main", versionVariable: "DD_VERSION" },
    services: [{ name: "web" }, { name: "worker" }],
    images: [{ name: "mage", repositoryUrl }],
  };

  function runs(
    name: string,
    digest: string | undefined,
    over: { tag?: string; image?: string; version?: string; rolloutState?: string } = {},
  ): void {
    const { tag = "c1", version = "c1", rolloutState = "COMPLETED" } = over;
    const { image = `${repositoryUrl}:${tag}` } = over;
    const revision = arnOf(`${name}:1`);
    const id = `ecs-svc/${name}`;
    const primary = deployment({
      id,
      taskDefinition: revision,
      rolloutState: rolloutState as never,
    });
    ecs.services.set(name, service({ serviceName: name, deployments: [primary] }));
    ecs.definitions.set(revision, {
      tags: [],
      taskDefinition: {
        taskDefinitionArn: revision,
        family: name,
        containerDefinitions: [
          { name: "app", image, environment: [{ name: "DD_VERSION", value: version }] },
          { name: "router", image: "registry.test/router:1" },
        ],
      },
    });
    ecs.tasks.set(`task-${name}`, {
      ...{
        taskArn: `task-${name}`,
        startedBy: id,
        lastStatus: "RUNNING",
        desiredStatus: "RUNNING",
      },
      containers: [
        { name: "app", ...(digest !== undefined && { imageDigest: digest }) },
        { name: "router", imageDigest: b },
      ],
    });
  }

  beforeEach(() => {
    ecs = new FakeEcsApi();
    registry = new FakeRegistry();
    runs("web", a);
    runs("worker", a);
  });
  const promote = (over: Partial<EnvironmentToPromote> = {}) =>
    promotedRelease(ecs, registry, { ...request, ...over });
  const refused = async (over: Partial<EnvironmentToPromote> = {}) => {
    const error = await errorFrom(promote(over));
    expect(error).to.be.instanceOf(PromotionRefused);
    return error.message;
  };

  it("is the digest that ECS tells, not what the tag names by now", async () => {
    registry.images.set(`${repositoryUrl}:c1`, b);
    expect(await promote()).to.deep.equal({
      images: [{ image: "mage", digest: a, manifests: [], tag: "c1", version: "c1" }],
      version: "c1",
    });
  });

  it("is the index where services of two platforms run two manifests of it", async () => {
    runs("worker", b);
    const found: RegistryImage = { digest: index, mediaType: "", platforms: [], manifests: [a, b] };
    registry.find = () => Promise.resolve(found);
    expect((await promote()).images).to.deep.equal([
      { image: "mage", digest: index, manifests: [a, b], tag: "c1", version: "c1" },
    ]);
  });

  it("is nothing where services disagree, each of them named with its digest", async () => {
    runs("worker", b, { tag: "c2", version: "c2" });
    expect(await refused())
      .to.include(`web (app) runs c1 ${a}`)
      .and.include(`worker (app) runs c2 ${b}`);
  });

  it("has no version where services name several, nor has an image that they share", async () => {
    runs("worker", a, { version: "c0" });
    const { images, version } = await promote();
    expect(version).to.equal(undefined);
    expect(images[0]).to.not.have.property("version");
  });

  it("has no version where services leave it empty", async () => {
    for (const name of ["web", "worker"]) runs(name, a, { version: "" });
    expect(await promote()).to.not.have.property("version");
  });

  it("is refused while a service moves, after it failed, and where no task tells", async () => {
    runs("web", a, { rolloutState: "IN_PROGRESS" });
    runs("worker", a, { rolloutState: "FAILED" });
    expect(await refused())
      .to.include("web: it is still moving")
      .and.include("worker: its last deployment is FAILED");
    runs("web", undefined);
    runs("worker", a);
    expect(await refused()).to.include('web: ECS does not tell which digest its container "app"');
  });

  it("is refused for an image of another repository, and a service that is not there", async () => {
    const services = [{ name: "web", containers: { app: "mage" } }, { name: "gone" }];
    runs("web", a, { image: "public.ecr.aws/nginx:1" });
    expect(await refused({ services }))
      .to.include('web: its container "app" runs public.ecr.aws/nginx:1')
      .and.include('gone: There is no service "gone"');
  });

  it("is refused where no service runs one of the images", async () => {
    const images = [...request.images, { name: "admin", repositoryUrl: "registry.test/admin" }];
    const services = [{ name: "web", containers: { app: "mage" } }];
    expect(await refused({ images, services })).to.include("No service of staging runs admin");
  });
});
