import { expect } from "chai";
import { ClusterNotFound, EcsAccessDenied } from "../../../../targets/ecs/ecsErrors";
import { preflight, type PreflightRequest } from "../../../../targets/ecs/preflight/preflight";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";
import { FakeTaskNeeds } from "../_helpers/fakeTaskNeeds";
import { arnOf, deployment, service } from "../_helpers/records";

const change = {
  images: [{ repositoryUrl: "registry.test/app", reference: "registry.test/app:v2" }],
  environment: {},
  versionVariable: "DD_VERSION",
  version: "v2",
};

const registry = {
  find: () => Promise.resolve({ digest: "sha256:a", mediaType: "", platforms: [], manifests: [] }),
};

describe("preflight", () => {
  let api: FakeEcsApi;

  beforeEach(() => {
    api = new FakeEcsApi();
    api.define({
      family: "web",
      containerDefinitions: [{ name: "app", image: "registry.test/app:v1" }],
    });
    api.services.set("web", service());
  });

  async function find(...names: string[]) {
    const services: PreflightRequest["services"] = names.map((name) => ({
      service: name,
      base: "service",
      change,
    }));
    const needs = new FakeTaskNeeds();
    const sources = {
      ...{ ecs: api, logs: new FakeLogsApi(), registry, clock: new VirtualClock() },
      ...{ roles: needs, secrets: needs },
    };
    const { findings } = await preflight(sources, { cluster: "main", services });
    return findings.map(({ level, code, service: name }) => `${level} ${code} ${name ?? "-"}`);
  }

  it("finds nothing where nothing is wrong, and touches nothing", async () => {
    expect(await find("web")).to.deep.equal([]);
    const operations = new Set(api.calls.map(({ operation }) => operation));
    expect([...operations].every((name) => /^(describe|list)/.test(name))).to.be.true;
  });

  it("reports everything at once", async () => {
    api.services.set("idle", service({ serviceName: "idle", status: "INACTIVE" }));
    api.services.set(
      "blue",
      service({ serviceName: "blue", deploymentController: { type: "CODE_DEPLOY" } }),
    );
    api.define({
      family: "many",
      containerDefinitions: [
        { name: "a", image: "a.test/a:1" },
        { name: "b", image: "b.test/b:1" },
      ],
    });
    const many = deployment({ taskDefinition: arnOf("many:1"), rolloutState: "COMPLETED" });
    api.services.set("many", service({ serviceName: "many", deployments: [many] }));
    api.define({
      family: "secret",
      containerDefinitions: [{ name: "a", secrets: [{ name: "DD_VERSION", valueFrom: "x" }] }],
    });
    const secret = deployment({ taskDefinition: arnOf("secret:1") });
    api.services.set("secret", service({ serviceName: "secret", deployments: [secret] }));
    expect(await find("web", "missing", "idle", "blue", "many", "secret", "web")).to.deep.equal([
      "error SERVICE_NAMED_TWICE web",
      "error SERVICE_NOT_FOUND missing",
      "error SERVICE_NOT_ACTIVE idle",
      "error CONTROLLER_NOT_SUPPORTED blue",
      "error CONTAINER_NOT_CHOSEN many",
      "warning ROLLOUT_IN_PROGRESS secret",
      "error VARIABLE_IS_SECRET secret",
    ]);
  });

  it("warns of a newer revision that nobody runs", async () => {
    api.define({ family: "web", cpu: "512", containerDefinitions: [{ name: "app" }] });
    expect(await find("web")).to.deep.equal(["warning NEWER_REVISION web"]);
  });

  it("warns when ECS would not go back to the revision that runs", async () => {
    api.definitions.get(arnOf("web:1"))!.taskDefinition.status = "INACTIVE";
    expect(await find("web")).to.deep.equal(["warning ROLLBACK_REVISION_INACTIVE web"]);
  });

  it("refuses what Fargate would not run", async () => {
    api.services.set("web", service({ launchType: "FARGATE" }));
    expect(await find("web")).to.deep.equal(["error FARGATE_SIZE_INVALID web"]);
  });

  it("names an unknown cluster once, for however many services", async () => {
    api.faults.set("describeServices", () => {
      throw new ClusterNotFound("no such cluster");
    });
    expect(await find("web", "worker")).to.deep.equal(["error CLUSTER_NOT_FOUND -"]);
  });

  it("refuses what tasks would not start without", async () => {
    api.define({
      family: "web",
      containerDefinitions: [
        {
          ...{ name: "app", image: "registry.test/app:v1" },
          secrets: [{ name: "URL", valueFrom: "/mage/url" }],
        },
      ],
    });
    const live = deployment({ taskDefinition: arnOf("web:2"), rolloutState: "COMPLETED" });
    api.services.set("web", service({ deployments: [live] }));
    expect(await find("web")).to.deep.equal(["error PARAMETER_NOT_FOUND web"]);
  });

  it("reports what is denied as a finding", async () => {
    api.faults.set("describeTaskDefinition", () => {
      throw new EcsAccessDenied("no");
    });
    expect(await find("web")).to.deep.equal(["error ECS_ACCESS_DENIED web"]);
  });
});
