import { expect } from "chai";
import { readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import {
  isCommand,
  readPipelineFile,
  type PipelineFile,
} from "../automation/ci/buildkite/_pipelineFile";
import { Build } from "./_pipeline/build";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { TestCluster } from "./_release/testCluster";

const services = ["mage-web", "mage-worker"];
const checkout = path.join(__dirname, "../..");
const reads =
  /^(ecs:(Describe|List)|ecr:(Describe|Get|BatchGet)|sts:Get|logs:(Get|Describe|Filter))/;

describe("the pipeline file, step by step as an agent would", function () {
  this.timeout(300_000);
  let sandbox: ReleaseSandbox;
  let staging: TestCluster;
  let production: TestCluster;
  let first: string;
  let second: string;
  let clones = 0;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const { application } = sandbox;
    // What README's five variables say stands in no file.
    const region = stringify({ config: { "aws:region": "us-east-1" } });
    for (const name of ["staging", "production"]) {
      await application.write(`Pulumi.${name}.yaml`, region);
    }
    const scripts = { test: "test -f greeting.txt" };
    await application.write("package.json", JSON.stringify({ name: "mage", scripts }));
    // As npm links the program of a package.
    const programs = path.join(application.folder, "node_modules/.bin");
    await mkdir(programs);
    await symlink(path.join(checkout, "bin/slipway"), path.join(programs, "slipway"));
    staging = await sandbox.cluster("pipeline-staging");
    production = await sandbox.cluster("pipeline-production");
    for (const [cluster, prefix] of [
      [staging, "staging"],
      [production, "production"],
    ] as const) {
      for (const name of services) {
        await cluster.createService(name, { family: `${prefix}-${name}` });
      }
    }
    await staging.untilSteady(...services);
    await production.untilSteady(...services);
    first = await application.commit("First");
  });
  after(() => sandbox.stop());

  /** The file with what is a team's own: repository, clusters, and the place of the state. */
  function ownPipeline() {
    const { env, steps } = readPipelineFile();
    const clusters = { staging: staging.name, production: production.name };
    const REPOSITORY_URL = `${sandbox.registryHost}/mage`;
    const PULUMI_BACKEND_URL = sandbox.env["PULUMI_BACKEND_URL"] ?? "";
    return {
      env: { ...env, REPOSITORY_URL, PULUMI_BACKEND_URL },
      steps: steps.map((step) => {
        if (step === "wait" || !isCommand(step) || !step.env) return step;
        const CLUSTER_NAME = clusters[step.env["ENV"] as keyof typeof clusters];
        return { ...step, env: { ...step.env, CLUSTER_NAME } };
      }),
    };
  }

  interface BuildOptions {
    branch?: string;
    fork?: boolean;
    pipeline?: PipelineFile;
  }

  async function build(
    commit: string,
    { branch = "main", fork, pipeline = ownPipeline() }: BuildOptions = {},
  ): Promise<Build> {
    const folder = await sandbox.clone(`build-${++clones}`);
    const owner = fork ? "eve" : "mage";
    const pullRequest = { number: "3", repository: `git://github.com/${owner}/mage.git` };
    return Build.create({
      ...{ pipeline, folder, commit, branch },
      ...(branch !== "main" && { pullRequest }),
      env: fork ? withoutCredentials(sandbox.env) : sandbox.env,
    });
  }

  const versions = async (cluster: TestCluster) => {
    const live = await Promise.all(services.map((name) => cluster.live(name)));
    return live.map(
      ({ definition }) =>
        definition.containerDefinitions?.[0]?.environment?.find(({ name }) => name === "DD_VERSION")
          ?.value,
    );
  };
  /** What the tasks of the services really run. */
  const digests = async (cluster: TestCluster) => {
    const image = `${sandbox.registryHost}/mage`;
    const all = await Promise.all(services.map((name) => cluster.runningDigests(name, image)));
    return [...new Set(all.flat())];
  };
  const both = (commit: string) => services.map(() => commit);
  const wentWell = ({ jobs }: Build) => {
    for (const { label, code, stdout, stderr } of jobs) {
      expect(code, `${label}\n${stdout}\n${stderr}`).to.equal(0);
    }
  };

  it("previews a pull request on the build's page, and only reads", async () => {
    await sandbox.calls();
    const pull = await build(first, { branch: "feature" });
    expect(await pull.run()).to.equal(undefined);
    wentWell(pull);
    expect(pull.labels).to.deep.equal([":mag: test", ":eyes: preview"]);
    const page = await pull.annotation("slipway-staging-preview");
    expect(page).to.include(`### \`staging\`: what \`${first}\` would change`);
    expect(page).to.include("| `mage-web` | `staging-mage-web:1` | a new revision |");
    expect(page).to.include(
      "`Say <b>hello</b>` · by `Ann` · [log](https://buildkite.com/mage/mage/builds/7#job-2)",
    );
    expect(await pull.metaData()).to.deep.equal({});
    const calls = await sandbox.calls();
    expect(calls).to.include("ecs:DescribeServices");
    expect(calls.filter((call) => !reads.test(call))).to.deep.equal([]);
  });

  it("checks a fork's pull request without credentials, and says that nothing was read", async () => {
    await sandbox.calls();
    const fork = await build(first, { branch: "eve:feature", fork: true });
    expect(await fork.run()).to.equal(undefined);
    wentWell(fork);
    expect(fork.labels).to.deep.equal([":mag: test", ":eyes: settings"]);
    expect(fork.jobs[1]?.stdout).to.include("nothing was read");
    expect(await fork.annotation("slipway-staging-preview")).to.include("nothing was read");
    expect(await sandbox.calls()).to.deep.equal([]);
  });

  it("takes main to staging, and to production once somebody has approved", async () => {
    const main = await build(first);
    expect(await main.run()).to.equal("Release to production?");
    wentWell(main);
    expect(main.labels).to.deep.equal([
      ...[":mag: test", ":package: build", ":ship: staging", ":eyes: production"],
    ]);
    expect(await versions(staging)).to.deep.equal(both(first));
    expect(await versions(production)).to.deep.equal([undefined, undefined]);
    const page = await main.annotation("slipway-staging-up");
    expect(page).to.include(`### \`staging\`: \`${first}\`: deployed`);
    const styles = await main.styles("slipway-staging-up");
    expect([styles[0], styles.at(-1)]).to.deep.equal(["info", "success"]);
    const data = await main.metaData();
    const digest = await sandbox.digestOf(first);
    expect(JSON.parse(data["slipway.staging.images"] ?? "")).to.deep.equal({
      mage: `${sandbox.registryHost}/mage@${digest ?? ""}`,
    });
    expect(JSON.parse(data["slipway.staging.revisions"] ?? "")).to.deep.equal({
      "mage-web": "staging-mage-web:2",
      "mage-worker": "staging-mage-worker:2",
    });

    const pushed = await sandbox.registryFiles();
    expect(await main.run()).to.equal("Roll production back?");
    wentWell(main);
    expect(await versions(production)).to.deep.equal(both(first));
    expect(await sandbox.digestOf("production")).to.equal(digest);
    // What was tested is what runs: by ECS's word, and by what later steps are told.
    expect([await digests(staging), await digests(production)]).to.deep.equal([[digest], [digest]]);
    const after = await main.metaData();
    expect(after["slipway.production.images"]).to.equal(data["slipway.staging.images"]);
    const blobs = (files: Record<string, number>) =>
      Object.keys(files).filter((name) => name.includes("blobs"));
    expect(blobs(await sandbox.registryFiles())).to.deep.equal(blobs(pushed));
  });

  it("refuses to release to production what the approver has not seen", async () => {
    await sandbox.application.write("greeting.txt", "Second.\n");
    second = await sandbox.application.commit("Second");
    const main = await build(second);
    expect(await main.run()).to.equal("Release to production?");
    // Somebody else is faster.
    await production.register("production-mage-web");
    await production.move("mage-web", "production-mage-web:3");
    await production.untilSteady(...services);
    await main.run();
    const job = main.jobs.at(-1);
    expect([job?.label, job?.code], job?.stderr).to.deep.equal([":ship: production", 3]);
    const page = await main.annotation("slipway-production-up");
    expect(page).to.match(
      /mage-web runs production-mage-web:3; the approver saw production-mage-web:2/,
    );
    expect(await versions(staging)).to.deep.equal(both(second));
  });

  it("releases it in a new build, and goes back from there by a button", async () => {
    const main = await build(second);
    expect(await main.run()).to.equal("Release to production?");
    expect(await main.run()).to.equal("Roll production back?");
    wentWell(main);
    expect(await versions(production)).to.deep.equal(both(second));
    await sandbox.calls();
    expect(await main.run()).to.equal(undefined);
    wentWell(main);
    expect(main.labels.at(-1)).to.equal(":rewind: production");
    expect(await versions(production)).to.deep.equal(both(first));
    expect(await versions(staging)).to.deep.equal(both(second));
    expect(await sandbox.calls()).to.not.include("ecs:RegisterTaskDefinition");
    expect(await main.annotation("slipway-production-rollback")).to.include(
      `### \`production\`: \`${first}\`: deployed`,
    );
  });

  it("releases by the one step that ran the deploy script, its command changed and nothing else", async () => {
    const { command, env } = adoptedStep();
    // What the script reads, and nothing of Slipway's own.
    expect(Object.keys(env)).to.have.members([
      ...["REPOSITORY_URL", "ENV", "CLUSTER_NAME", "SERVICES_NAMES"],
    ]);
    const CLUSTER_NAME = production.name;
    const own = { ...env, CLUSTER_NAME, REPOSITORY_URL: `${sandbox.registryHost}/mage` };
    const pipeline = {
      env: {},
      steps: [{ label: ":rocket: Deploy to ECS", commands: [command], env: own }],
    };
    const only = await build(second, { pipeline });
    expect(await only.run()).to.equal(undefined);
    wentWell(only);
    expect(await versions(production)).to.deep.equal(both(second));
    expect(await digests(production)).to.deep.equal([await sandbox.digestOf(second)]);
  });
});

/** The step as docs/adopting.md has it. */
function adoptedStep() {
  const text = readFileSync(path.join(checkout, "docs/adopting.md"), "utf8");
  const [, block = ""] = /```yaml\n([^`]*Deploy to ECS[^`]*)```/.exec(text) ?? [];
  const [step] = parse(block) as [{ command: string; env: Record<string, string> }];
  return step;
}

/** What a build of a fork gets: no key, no passphrase, and no machine's role. */
function withoutCredentials(env: Readonly<Record<string, string | undefined>>) {
  const kept = Object.entries(env).filter(([name]) => !/^(AWS_|PULUMI_)/.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}
