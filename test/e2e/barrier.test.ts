import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LocalAws } from "./_helpers/localAws";
import { PulumiProject } from "./_helpers/pulumiProject";

const names = ["web", "worker", "mail"];
const commit = (n: number) => n.toString(16).repeat(40);

interface ResourceState {
  urn: string;
  type: string;
  dependencies?: string[];
}

describe("the barrier between revisions and rollouts", () => {
  let aws: LocalAws;
  let project: PulumiProject;

  before(async () => {
    aws = await LocalAws.start();
    await Promise.all(names.map((name) => aws.createService(name)));
    for (const n of [1, 2, 3]) aws.registry.push("mage", commit(n));
    project = await PulumiProject.create({ ...aws.env, SERVICES_NAMES: names.join() });
  });
  after(async () => {
    await project.remove();
    await aws.close();
  });

  const up = (n: number, ...flags: string[]) =>
    project.up({ BUILDKITE_COMMIT: commit(n) }, ...flags);
  const tags = () => Promise.all(names.map((name) => aws.tagOf(name)));
  const since = async <T>(work: () => Promise<T>) => {
    const before = aws.calls.length;
    const result = await work();
    return { result, calls: aws.calls.slice(before) };
  };
  const resources = async (): Promise<ResourceState[]> => {
    const exported = JSON.parse((await project.pulumi(["stack", "export"])).stdout) as {
      deployment: { resources: ResourceState[] };
    };
    return exported.deployment.resources;
  };

  // Those that the first run has registered are used again by the second.
  const runs: [string, number, ...string[]][] = [
    ["by default", 1],
    ["with --continue-on-error", 0, "--continue-on-error"],
  ];
  for (const [how, skip, ...flags] of runs) {
    it(`lets no rollout begin ${how} in a first release, because one revision failed`, async () => {
      aws.faults.set([{ ...registrationFault, skip }]);
      const { result, calls } = await since(() => up(1, ...flags));
      expect(result.code, result.text).to.not.equal(0);
      expect(result.text).to.include("Injected.");
      expect(calls).to.include("RegisterTaskDefinition").and.not.include("UpdateService");
      aws.faults.set([]);
    });
  }

  it("lets all of them begin once every revision is there", async () => {
    const ran = await up(1);
    expect(ran.code, ran.text).to.equal(0);
    expect(await tags()).to.deep.equal(names.map(() => commit(1)));
  });

  it("lets no rollout begin in a later release, although the barrier itself does not change", async () => {
    aws.faults.set([registrationFault]);
    const { result, calls } = await since(() => up(2, "--continue-on-error"));
    expect(result.code, result.text).to.not.equal(0);
    expect(calls).to.include("RegisterTaskDefinition").and.not.include("UpdateService");
    expect(await tags()).to.deep.equal(names.map(() => commit(1)));
    aws.faults.set([]);
  });

  it("is in no preview of a later release, and each rollout depends on it alone", async () => {
    const { stdout, code } = await project.preview({ BUILDKITE_COMMIT: commit(2) });
    expect(code).to.equal(0);
    expect(stdout).to.include("ServiceRollout").and.not.include("RevisionSet");
    const rollouts = (await resources()).filter(
      ({ type }) => type === "slipway:ecs:ServiceRollout",
    );
    expect(rollouts).to.have.length(names.length);
    for (const { dependencies = [] } of rollouts) {
      const revisions = dependencies.filter((urn) => urn.includes("TaskDefinitionRevision"));
      expect(revisions).to.have.length(1);
      expect(dependencies.filter((urn) => urn.includes("RevisionSet"))).to.have.length(1);
    }
  });

  it("comes into a state of an earlier version by a create, and replaces no rollout", async () => {
    const { stdout } = await project.pulumi(["stack", "export"]);
    const file = path.join(project.folder, "earlier.json");
    await writeFile(file, withoutBarrier(stdout));
    const imported = await project.pulumi(["stack", "import", "--file", file]);
    expect(imported.code, imported.text).to.equal(0);
    const before = (await resources()).filter(({ type }) => type.includes("RevisionSet"));
    expect(before).to.deep.equal([]);
    const { result, calls } = await since(() => up(1));
    expect(result.code, result.text).to.equal(0);
    expect(result.stdout)
      .to.match(/\b1 created\b/)
      .and.not.match(/replaced|deleted/);
    expect(calls).to.not.include("UpdateService");
  });

  it("does not keep one service from being excluded, or targeted with what it needs", async () => {
    const urns = (await resources()).map(({ urn }) => urn);
    const [worker = ""] = urns.filter((urn) => /ServiceRollout::.*-worker$/.test(urn));
    const excluded = await up(3, "--exclude", worker);
    expect(excluded.code, excluded.text).to.equal(0);
    expect(await tags()).to.deep.equal([commit(3), commit(1), commit(3)]);
    const targets = ["--target", worker, "--target", "**TaskDefinitionRevision::**-worker"];
    const targeted = await up(3, ...targets);
    expect(targeted.code, targeted.text).to.equal(0);
    expect(await tags()).to.deep.equal(names.map(() => commit(3)));
  });
});

/** ECS refuses the second revision of a release. */
const registrationFault = {
  service: "ecs",
  operation: "RegisterTaskDefinition",
  skip: 1,
  times: 1,
  fault: { kind: "error", status: 400, code: "ClientException", message: "Injected." },
} as const;

/** A state as a version before the barrier has it: each rollout depends on every revision. */
function withoutBarrier(text: string): string {
  const state = JSON.parse(text) as { deployment: { resources: ResourceState[] } };
  const { resources } = state.deployment;
  const revisions = resources.filter(({ type }) => type.endsWith("TaskDefinitionRevision"));
  state.deployment.resources = resources
    .filter(({ type }) => !type.endsWith("RevisionSet"))
    .map((resource) => {
      if (!resource.type.endsWith("ServiceRollout")) return resource;
      const others = (resource.dependencies ?? []).filter((urn) => !urn.includes("RevisionSet"));
      const all = [...others, ...revisions.map(({ urn }) => urn)];
      const propertyDependencies = {};
      return { ...resource, dependencies: [...new Set(all)], propertyDependencies };
    });
  return JSON.stringify(state);
}
