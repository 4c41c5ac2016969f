import { BatchGetImageCommand } from "@aws-sdk/client-ecr";
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ContainerDefinition,
  type Tag,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { askApplication } from "../../demo/appAnswers";
import { createAppRepository, type AppRepository } from "../../demo/appRepository";
import { prepare, type PreparedDemo } from "../../demo/prepare";
import { writeProject } from "../../demo/project";
import { runToEnd } from "../../demo/runCommand";
import { readToolchain } from "../../toolchain/manifest";

const checkout = path.join(__dirname, "..", "..");
const services = ["mage-web", "mage-worker"] as const;

/** One of the two ways to release: its own cluster and repository, prepared alike. */
interface Side {
  readonly cluster: string;
  readonly demo: PreparedDemo;
  /** Releases the commit that the working tree is at. */
  release(commit: string): Promise<{ code: number; output: string }>;
}

interface Live {
  readonly definition: TaskDefinition;
  readonly tags: Tag[];
}

describe("the script and `slipway up`, from the same start", function () {
  this.timeout(600_000);
  let folder: string;
  let sandbox: Sandbox;
  let application: AppRepository;
  let commit: string;
  let script: Side;
  let slipway: Side;
  const start: Record<string, Live> = {};
  const end: Record<"script" | "slipway", Record<string, Live>> = { script: {}, slipway: {} };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-parity-"));
    sandbox = await startSandbox({
      dir: path.join(folder, "sandbox"),
      timeScale: 10,
      attached: true,
    });
    script = await side("script", "bash", [path.join(checkout, "bench/baseline/deploy-ecs.sh")]);
    slipway = await side("slipway", path.join(checkout, "bin/slipway"), ["up", "staging"]);
    application = await createAppRepository(path.join(folder, "mage"), process.env);
    // The script passes no build arguments: the base image has to be the Dockerfile's own.
    const dockerfile = await readFile(path.join(application.folder, "Dockerfile"), "utf8");
    await application.write(
      "Dockerfile",
      dockerfile.replace(/^ARG BASE=.*$/m, `ARG BASE=${script.demo.baseImage}`),
    );
    await writeProject(application, {
      ...slipway.demo,
      cluster: slipway.cluster,
      environment: "staging",
    });
    commit = await application.commit("Release me");
    for (const name of services) start[name] = await live(script, name);
    for (const side of [script, slipway]) {
      const { code, output } = await side.release(commit);
      expect(code, output).to.equal(0);
    }
    for (const name of services) {
      end.script[name] = await live(script, name);
      end.slipway[name] = await live(slipway, name);
    }
  });

  after(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function side(name: string, program: string, args: string[]): Promise<Side> {
    const cluster = `mage-by-${name}`;
    const { busybox, buildx } = readToolchain();
    const demo = await prepare({
      ...{ env: { ...process.env, ...sandbox.state.env }, cluster, environment: "staging" },
      ...{ tools: { busybox: busybox.path, buildx: buildx.path }, repository: `mage-by-${name}` },
      // The application from the start: the script leaves the migration on the image that it finds.
      firstImage: path.join(checkout, "demo", "app"),
    });
    return {
      ...{ cluster, demo },
      async release(ofCommit) {
        const lines: string[] = [];
        const code = await runToEnd(program, args, {
          cwd: application.folder,
          env: {
            ...process.env,
            ...sandbox.state.env,
            // The script builds with Docker's own builder, as on an agent without buildx.
            ...(name === "script" && { BUILDX_BUILDER: undefined, DOCKER_BUILDKIT: "0" }),
            REPOSITORY_URL: demo.repositoryUrl,
            ENV: "staging",
            BUILDKITE_COMMIT: ofCommit,
            SERVICES_NAMES: services.join(","),
            CLUSTER_NAME: cluster,
          },
          onLine: (line) => lines.push(line),
        });
        return { code, output: lines.join("\n") };
      },
    };
  }

  describe("leave the same", () => {
    it("image and version in the application's container", () => {
      for (const name of services) {
        const [ours, theirs] = [first(end.slipway[name]!), first(end.script[name]!)];
        expect(ours.image).to.equal(`${slipway.demo.repositoryUrl}:${commit}`);
        expect(theirs.image).to.equal(`${script.demo.repositoryUrl}:${commit}`);
        expect(versions(ours)).to.deep.equal([commit]);
        expect(versions(theirs).at(-1)).to.equal(commit);
      }
    });

    it("answer over HTTP", async () => {
      for (const { demo, cluster } of [script, slipway]) {
        const answers = await askApplication(demo.api.ecs, cluster, "mage-web");
        expect(answers.map((answer) => answer.commit)).to.deep.equal([commit, commit]);
      }
    });

    it("two tags on one digest", async () => {
      for (const { demo } of [script, slipway]) {
        const digests = await Promise.all([digestOf(demo, "staging"), digestOf(demo, commit)]);
        expect(digests[0])
          .to.match(/^sha256:/)
          .and.to.equal(digests[1]);
      }
    });

    it("rest of the task definition", () => {
      for (const name of services) {
        const expected = untouched(start[name]!.definition);
        expect(untouched(end.script[name]!.definition)).to.deep.equal(expected);
        expect(untouched(end.slipway[name]!.definition)).to.deep.equal(expected);
      }
    });
  });

  describe("differ on purpose", () => {
    it("DD_VERSION is replaced: a second entry of the name hides which one holds", () => {
      expect(versions(first(end.script["mage-web"]!))).to.deep.equal(["bootstrap", commit]);
      expect(versions(first(end.slipway["mage-web"]!))).to.deep.equal([commit]);
    });

    it("the migration gets the image too: it must be of the commit that it migrates for", () => {
      const migrate = ({ definition }: Live) =>
        definition.containerDefinitions!.find((c) => c.name === "migrate")!.image;
      expect(migrate(end.script["mage-web"]!)).to.match(/:bootstrap$/);
      expect(migrate(end.slipway["mage-web"]!)).to.equal(`${slipway.demo.repositoryUrl}:${commit}`);
    });

    it("the version's label follows: Datadog reads the version of a container from it", () => {
      const label = (of: Live) => first(of).dockerLabels?.["com.datadoghq.tags.version"];
      expect(label(end.script["mage-web"]!)).to.equal("bootstrap");
      expect(label(end.slipway["mage-web"]!)).to.equal(commit);
    });

    it("tags are kept: costs and permissions may hang on them", () => {
      expect(start["mage-web"]!.tags).to.have.length(2);
      expect(end.script["mage-web"]!.tags).to.deep.equal([]);
      expect(end.slipway["mage-web"]!.tags).to.have.deep.members(start["mage-web"]!.tags);
    });

    it("the same commit again changes nothing: what runs is compared, not what was done", async () => {
      const again = await slipway.release(commit);
      expect(again.code).to.equal(0);
      expect(await live(slipway, "mage-web")).to.deep.equal(end.slipway["mage-web"]);
      expect((await script.release(commit)).code).to.equal(0);
      const repeated = await live(script, "mage-web");
      expect(repeated.definition.revision).to.be.above(
        end.script["mage-web"]!.definition.revision!,
      );
    });

    it("a rollback by ECS is a failure: the service is stable, but not on this commit", async () => {
      await application.write("bin/web", "#!/bin/sh\nexit 1\n");
      const broken = await application.commit("Break the web");
      const byScript = await script.release(broken);
      expect(byScript.code, byScript.output).to.equal(0);
      expect(first(await live(script, "mage-web")).image).to.not.include(broken);
      const bySlipway = await slipway.release(broken);
      expect(bySlipway.code, bySlipway.output).to.be.oneOf([6, 7]);
      expect(bySlipway.output).to.include("rolled back");
      expect(first(await live(slipway, "mage-web")).image).to.not.include(broken);
    });
  });
});

async function live({ demo, cluster }: Side, service: string): Promise<Live> {
  const described = await demo.api.ecs.send(
    new DescribeServicesCommand({ cluster, services: [service] }),
  );
  const answer = await demo.api.ecs.send(
    new DescribeTaskDefinitionCommand({
      taskDefinition: described.services![0]!.taskDefinition!,
      include: ["TAGS"],
    }),
  );
  return { definition: answer.taskDefinition!, tags: answer.tags ?? [] };
}

async function digestOf(demo: PreparedDemo, imageTag: string): Promise<string | undefined> {
  const repositoryName = demo.repositoryUrl.slice(demo.repositoryUrl.indexOf("/") + 1);
  const answer = await demo.api.ecr.send(
    new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }),
  );
  return answer.images?.[0]?.imageId?.imageDigest;
}

/** The application's container comes first in each of the demo's task definitions. */
function first({ definition }: Live): ContainerDefinition {
  return definition.containerDefinitions![0]!;
}

function versions({ environment = [] }: ContainerDefinition): (string | undefined)[] {
  return environment.filter((pair) => pair.name === "DD_VERSION").map((pair) => pair.value);
}

const registrationFields = new Set([
  "taskDefinitionArn",
  "revision",
  "registeredAt",
  "registeredBy",
]);

/** A definition without what a registration adds, and without what a release may change. */
function untouched(definition: TaskDefinition): unknown {
  const rest = Object.fromEntries(
    Object.entries(definition).filter(([field]) => !registrationFields.has(field)),
  );
  return {
    ...rest,
    containerDefinitions: definition.containerDefinitions?.map((container) => ({
      ...container,
      image: container.name === "log-router" ? container.image : "the application's",
      environment: container.environment?.filter(({ name }) => name !== "DD_VERSION"),
      dockerLabels: { ...container.dockerLabels, "com.datadoghq.tags.version": "any" },
    })),
  };
}
