import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { AwsCredentialsMissing } from "../../../aws/awsErrors";
import { RevisionRegistrar } from "../../../targets/ecs/taskDefinition/revisionRegistrar";
import { adapt } from "../../../provider/adapter";
import { asSecret, UNKNOWN, unwrap } from "../../../provider/properties";
import type { RevisionInputs } from "../../../provider/resources/revisionInputs";
import { TaskDefinitionRevision } from "../../../provider/resources/taskDefinitionRevision";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { FakeEcsApi } from "../../targets/ecs/_helpers/fakeEcsApi";
import { arnOf, deployment, service } from "../../targets/ecs/_helpers/records";
import { recordedContext } from "../_helpers/context";

const repositoryUrl = "registry.test/mage";
const inputs: RevisionInputs = {
  cluster: "main",
  service: "web",
  base: "service",
  images: [{ repositoryUrl, reference: `${repositoryUrl}:c2` }],
  environment: { TOKEN: "hunter2" },
  version: { DD_VERSION: "c2" },
};

function definition(version: string, token?: string): RegisterTaskDefinitionRequest {
  const environment = [
    { name: "DD_VERSION", value: version },
    ...(token === undefined ? [] : [{ name: "TOKEN", value: token }]),
  ];
  return {
    family: "web",
    containerDefinitions: [
      { name: "app", image: `${repositoryUrl}:${version}`, environment, essential: true },
      {
        name: "logs",
        image: "registry.test/router:3",
        environment: [{ name: "KEY", value: "s3" }],
      },
    ],
  };
}

/** A service on web:1 with commit c1. */
function setUp() {
  const ecs = new FakeEcsApi();
  ecs.define(definition("c1"));
  ecs.services.set("web", service());
  const registrar = new RevisionRegistrar(ecs, { clock: new VirtualClock() });
  const resource = new TaskDefinitionRevision({ ecs, registrar });
  return { ecs, resource, context: recordedContext() };
}

function runs(ecs: FakeEcsApi, revision: string): void {
  const steady = deployment({ taskDefinition: arnOf(revision), rolloutState: "COMPLETED" });
  ecs.services.set("web", service({ deployments: [steady] }));
}

describe("provider/resources/taskDefinitionRevision", () => {
  it("registers what is live with image and variables set, once", async () => {
    const { ecs, resource, context } = setUp();
    const { outputs, id } = await resource.create(inputs, context);
    expect(id).to.equal("main/web");
    expect(outputs).to.deep.equal({
      taskDefinitionArn: arnOf("web:2"),
      revision: "web:2",
      containers: { [`${repositoryUrl}:c2`]: ["app"] },
      images: { app: `${repositoryUrl}:c2` },
      current: true,
    });
    const again = await resource.update(inputs, context);
    expect(again.outputs.revision).to.equal("web:2");
    expect(ecs.count("registerTaskDefinition")).to.equal(1);
  });

  it("previews without touching anything: a new revision's number is unknown", async () => {
    const { ecs, resource, context } = setUp();
    const planned = await resource.preview(inputs, context);
    expect(planned).to.not.have.any.keys("taskDefinitionArn", "revision");
    expect(planned.images).to.deep.equal({ app: `${repositoryUrl}:c2` });
    expect(context.events[0]).to.include({ type: "revision", action: "register", preview: true });
    expect(JSON.stringify(context.events)).to.not.include("hunter2");
    expect(ecs.count("registerTaskDefinition")).to.equal(0);
  });

  it("previews a revision that exists by its name", async () => {
    const { ecs, resource, context } = setUp();
    ecs.define(definition("c2", "hunter2"));
    const planned = await resource.preview(inputs, context);
    expect(planned.revision).to.equal("web:2");
  });

  it("plans nothing from an image that is not known yet", async () => {
    const { ecs, resource, context } = setUp();
    const images = [{ repositoryUrl, reference: UNKNOWN }];
    expect(await resource.preview({ ...inputs, images }, context)).to.deep.equal({});
    expect(ecs.calls).to.be.empty;
  });

  describe("read", () => {
    it("leaves the inputs alone when what is live is what they ask for", async () => {
      const { ecs, resource, context } = setUp();
      ecs.define(definition("c2", "hunter2"));
      runs(ecs, "web:2");
      const live = await resource.read(context, { inputs, outputs: {} });
      expect(live?.inputs).to.deep.equal(inputs);
      expect(live?.outputs).to.include({ revision: "web:2", current: true });
    });

    it("follows a service that others moved on with the same image", async () => {
      const { ecs, resource, context } = setUp();
      ecs.define(definition("c2", "hunter2"));
      ecs.define({ ...definition("c2", "hunter2"), cpu: "512" });
      runs(ecs, "web:3");
      const live = await resource.read(context, {
        inputs,
        outputs: { taskDefinitionArn: arnOf("web:2"), revision: "web:2" },
      });
      expect(live?.inputs).to.deep.equal(inputs);
      expect(live?.outputs).to.include({ revision: "web:3", current: true });
    });

    it("shows drift as the live values of our own inputs, and of nothing else", async () => {
      const { resource, context } = setUp();
      const live = await resource.read(context, { inputs, outputs: {} });
      expect(live?.inputs).to.deep.equal({
        ...inputs,
        images: [{ repositoryUrl, reference: `${repositoryUrl}:c1` }],
        environment: {},
        version: { DD_VERSION: "c1" },
      });
      expect(
        resource.diff({ inputs: live?.inputs ?? {}, outputs: live?.outputs ?? {} }, inputs),
      ).to.have.deep.property("inputs", {
        "images[0].reference": "update",
        "environment.TOKEN": "add",
        "version.DD_VERSION": "update",
      });
    });

    it("keeps secrets wrapped on their way into state", async () => {
      const { ecs, resource, context } = setUp();
      ecs.define(definition("c2", "leaked-elsewhere"));
      runs(ecs, "web:2");
      const wrapped = { ...inputs, environment: { TOKEN: asSecret("hunter2") } };
      const live = await adapt(resource).read("id", context, { inputs: wrapped, outputs: {} });
      expect(live?.inputs?.["environment"]).to.deep.equal({ TOKEN: asSecret("leaked-elsewhere") });
      expect(JSON.stringify(live?.outputs)).to.not.match(/hunter2|leaked/);
    });

    it("sees a change that only the definition to start from has", async () => {
      const { ecs, resource, context } = setUp();
      ecs.define(definition("c2", "hunter2"));
      runs(ecs, "web:2");
      ecs.define({ ...definition("c2", "hunter2"), cpu: "512" });
      const family: RevisionInputs = { ...inputs, base: "family" };
      const live = await resource.read(context, { inputs: family, outputs: {} });
      const old = { inputs: live?.inputs ?? {}, outputs: live?.outputs ?? {} };
      expect(resource.diff(old, family)).to.deep.equal({ changes: true, inputs: {} });
    });

    it("leaves it to the update to say that no container is there to choose", async () => {
      const { resource, context } = setUp();
      const images = [{ repositoryUrl: "registry.test/other", reference: "registry.test/other:1" }];
      const old = { inputs: { ...inputs, images }, outputs: { revision: "web:1" } };
      const live = await resource.read(context, old);
      expect(live?.outputs).to.deep.equal({ revision: "web:1", current: false });
      const error = await errorFrom(resource.update({ ...inputs, images }, context));
      expect(error).to.have.property("code", "CONTAINER_NOT_CHOSEN");
    });

    it("does not end the update of others because a service was deleted lately", async () => {
      const { ecs, resource, context } = setUp();
      ecs.services.set("web", service({ status: "INACTIVE", deployments: [] }));
      const live = await resource.read(context, { inputs, outputs: { revision: "web:1" } });
      expect(live?.outputs).to.deep.equal({ revision: "web:1", current: false });
      const error = await errorFrom(resource.update(inputs, context));
      expect(error).to.have.property("code", "SERVICE_NOT_ACTIVE");
    });

    it("is gone with its service, but not when AWS can't be asked", async () => {
      const { ecs, resource, context } = setUp();
      ecs.faults.set("describeServices", () => {
        throw new AwsCredentialsMissing("none");
      });
      const error = await errorFrom(resource.read(context, { inputs, outputs: {} }));
      expect(error).to.have.property("code", "AWS_CREDENTIALS_MISSING");
      ecs.faults.clear();
      ecs.services.clear();
      expect(await resource.read(context, { inputs, outputs: {} })).to.be.undefined;
    });
  });

  it("takes no other service into account for a difference", () => {
    const { resource } = setUp();
    const old = { inputs: { ...inputs, siblings: ["a"] }, outputs: {} };
    expect(resource.diff(old, { ...inputs, siblings: ["b"] }).changes).to.be.false;
  });

  it("stays the same resource when the cluster's ARN takes the place of its name", () => {
    const { resource } = setUp();
    const old = { inputs, outputs: {} };
    const cluster = `arn:aws:ecs:us-east-1:123456789012:cluster/${inputs.cluster}`;
    expect(resource.diff(old, { ...inputs, cluster })).to.deep.equal({
      changes: false,
      inputs: {},
    });
    const replaces = ["cluster"];
    expect(resource.diff(old, { ...inputs, cluster: "other" })).to.deep.include({ replaces });
  });

  it("names the property that is wrong", () => {
    const wire = adapt(setUp().resource);
    const failures = wire.check({ ...inputs, images: [], service: "", base: "newest" });
    expect(failures.map(({ property }) => property)).to.have.members(["images", "service", "base"]);
    expect(unwrap({ ...inputs }).properties).to.deep.equal(inputs);
  });
});
