import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import type { TaskDefinitionChange } from "../../../../targets/ecs/taskDefinition/change";
import { ContainerNotChosen } from "../../../../targets/ecs/taskDefinition/chooseContainers";
import { patch, VariableIsSecret } from "../../../../targets/ecs/taskDefinition/patch";

const change: TaskDefinitionChange = {
  images: [{ repositoryUrl: "registry.test/app", reference: "registry.test/app:new" }],
  environment: {},
  versionVariable: "DD_VERSION",
  version: "new",
};

function define(...containerDefinitions: ContainerDefinition[]) {
  return { taskDefinition: { family: "web", containerDefinitions }, tags: [] };
}

function environmentOf(container: ContainerDefinition, more: Partial<TaskDefinitionChange> = {}) {
  const { input } = patch(define(container), { ...change, ...more });
  return input.containerDefinitions?.[0]?.environment?.map(({ name, value }) => `${name}=${value}`);
}

describe("patch", () => {
  const app: ContainerDefinition = { name: "app", image: "registry.test/app:old" };

  it("sets the image in every container of the repository, and leaves sidecars alone", () => {
    const sidecar = { name: "log", image: "other.test/app:old", environment: [] };
    const { input, containers } = patch(
      define(sidecar, app, {
        name: "migrate",
        image: "registry.test/app@sha256:" + "0".repeat(64),
      }),
      change,
    );
    expect(input.containerDefinitions?.map(({ image }) => image)).to.deep.equal([
      "other.test/app:old",
      "registry.test/app:new",
      "registry.test/app:new",
    ]);
    expect(input.containerDefinitions?.[0]).to.deep.equal(sidecar);
    expect(containers).to.deep.equal({ "registry.test/app:new": ["app", "migrate"] });
  });

  it("drops what RegisterTaskDefinition does not take, and nothing else", () => {
    const taskDefinition: TaskDefinition = {
      taskDefinitionArn: "arn",
      family: "web",
      revision: 1,
      status: "ACTIVE",
      requiresAttributes: [],
      compatibilities: [],
      registeredAt: new Date(0),
      registeredBy: "me",
      deregisteredAt: new Date(0),
      deleteRequestedAt: new Date(0),
      cpu: "256",
      containerDefinitions: [app],
    };
    const { input } = patch({ taskDefinition, tags: [{ key: "a", value: "b" }] }, change);
    expect(Object.keys(input)).to.deep.equal(["family", "cpu", "containerDefinitions", "tags"]);
  });

  it("sends no empty list of tags", () => {
    expect(patch(define(app), change).input).to.not.have.property("tags");
  });

  it("leaves the given definition as it was", () => {
    const content = define({ ...app, environment: [{ name: "DD_VERSION", value: "old" }] });
    const copy = structuredClone(content);
    patch(content, change);
    expect(content).to.deep.equal(copy);
  });

  describe("environment", () => {
    const environment = [
      { name: "Z", value: "1" },
      { name: "DD_VERSION", value: "old" },
      { name: "A", value: "2" },
    ];

    it("replaces in place and appends what is new, sorted", () => {
      const result = environmentOf(
        { ...app, environment },
        { environment: { N: "n", B: "b", A: "a" } },
      );
      expect(result).to.deep.equal(["Z=1", "DD_VERSION=new", "A=a", "B=b", "N=n"]);
    });

    it("adds the version where there was no environment at all", () => {
      expect(environmentOf(app)).to.deep.equal(["DD_VERSION=new"]);
    });

    it("uses another version variable where the settings name one", () => {
      expect(environmentOf(app, { versionVariable: "VERSION" })).to.deep.equal(["VERSION=new"]);
    });

    it("replaces an existing DD_GIT_COMMIT_SHA, but never adds one", () => {
      const existing = [{ name: "DD_GIT_COMMIT_SHA", value: "old" }];
      expect(environmentOf({ ...app, environment: existing }, { commit: "abc" })).to.deep.equal([
        "DD_GIT_COMMIT_SHA=abc",
        "DD_VERSION=new",
      ]);
    });

    it("names what it changes, never a value", () => {
      const { variables } = patch(define({ ...app, environment }), {
        ...change,
        environment: { Z: "1", A: "secret", B: "secret" },
      });
      expect(variables).to.deep.equal([
        { container: "app", name: "DD_VERSION", change: "changed" },
        { container: "app", name: "A", change: "changed" },
        { container: "app", name: "B", change: "added" },
      ]);
    });

    it("refuses a name that is also in secrets, naming container and variable", () => {
      const secrets = [{ name: "TOKEN", valueFrom: "arn:aws:ssm:…" }];
      const set = () =>
        patch(define({ ...app, secrets }), { ...change, environment: { TOKEN: "x" } });
      expect(set).to.throw(VariableIsSecret, 'TOKEN in container "app"');
    });

    it("minds the secrets of the chosen containers only", () => {
      const sidecar = {
        name: "log",
        image: "other.test/log:1",
        secrets: [{ name: "DD_VERSION", valueFrom: "arn" }],
      };
      expect(() => patch(define(app, sidecar), change)).to.not.throw();
    });
  });

  describe("version label", () => {
    const label = "com.datadoghq.tags.version";

    it("is replaced where it exists", () => {
      const { input } = patch(define({ ...app, dockerLabels: { x: "1", [label]: "old" } }), change);
      expect(input.containerDefinitions?.[0]?.dockerLabels).to.deep.equal({
        x: "1",
        [label]: "new",
      });
    });

    it("is not added", () => {
      const { input } = patch(define({ ...app, dockerLabels: { x: "1" } }), change);
      expect(input.containerDefinitions?.[0]?.dockerLabels).to.deep.equal({ x: "1" });
    });
  });

  describe("choice of containers", () => {
    const other = { name: "other", image: "docker.io/library/busybox:1" };

    it("is the only container when no image fits", () => {
      const { containers } = patch(define(other), change);
      expect(containers).to.deep.equal({ "registry.test/app:new": ["other"] });
    });

    it("follows the settings, whatever image runs", () => {
      const images = [{ ...change.images[0]!, containers: ["other"] }];
      const { containers } = patch(define(app, other), { ...change, images });
      expect(containers).to.deep.equal({ "registry.test/app:new": ["other"] });
    });

    it("is refused when none fits, listing what was found", () => {
      expect(() => patch(define(other, { name: "two", image: "a.test/b:1" }), change)).to.throw(
        ContainerNotChosen,
        "Found: other (docker.io/library/busybox:1), two (a.test/b:1).",
      );
    });

    it("is refused when the settings name what is not there", () => {
      const images = [{ ...change.images[0]!, containers: ["app", "nope"] }];
      expect(() => patch(define(app, other), { ...change, images })).to.throw(
        ContainerNotChosen,
        'No container is called "nope". Found: app',
      );
    });

    it("is refused when two images choose one container", () => {
      const second = { repositoryUrl: "registry.test/two", reference: "registry.test/two:1" };
      const images = [...change.images, { ...second, containers: ["app"] }];
      expect(() => patch(define(app, other), { ...change, images })).to.throw(
        ContainerNotChosen,
        'registry.test/two choose the container "app"',
      );
    });

    it("keeps two images of one repository apart", () => {
      const [image] = change.images;
      const jobs = { ...image!, reference: "registry.test/app:jobs", containers: ["other"] };
      const images = [{ ...image!, containers: ["app"] }, jobs];
      const { containers } = patch(define(app, other), { ...change, images });
      expect(containers).to.deep.equal({
        "registry.test/app:new": ["app"],
        "registry.test/app:jobs": ["other"],
      });
    });

    it("gives each of several images its own containers", () => {
      const second = { repositoryUrl: "busybox", reference: "busybox:2" };
      const { input } = patch(define(app, other), {
        ...change,
        images: [...change.images, second],
      });
      expect(input.containerDefinitions?.map(({ image }) => image)).to.deep.equal([
        "registry.test/app:new",
        "busybox:2",
      ]);
    });
  });
});
