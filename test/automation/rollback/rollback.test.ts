import { expect } from "chai";
import { rollback, type RollbackRequest } from "../../../automation/rollback/rollback";
import { previewText } from "../../../automation/render/releaseText";
import { exitCodes } from "../../../automation/report/exitCodes";
import { StackLocked } from "../../../automation/workspace/errors";
import type { RolloutState } from "../../../automation/workspace/stackState";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import { requestTo } from "../_helpers/requestTo";
import { errorFrom } from "../../_helpers/errorFrom";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { actionContext } from "../_helpers/actionContext";
import { rolled } from "../_helpers/engineEvents";

const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
const arn = (revision: string) => `arn:aws:ecs:us-east-1:1:task-definition/${revision}`;
const c = (n: number) => String(n).repeat(40);

/** A service that ran these releases, newest first: `3`, or `3!` for one that a rollback left. */
const state = (service: string, ...releases: string[]): RolloutState => ({
  ...{ urn: `urn:${service}`, resource: `release-${service}`, cluster: "mage", service },
  containers: ["app"],
  history: releases.map((release) => {
    const n = parseInt(release, 10);
    return {
      ...{ taskDefinition: arn(`${service}:${n}`), revision: `${service}:${n}`, commit: c(n) },
      ...{ at: "t", digests: { app: `sha256:${n}` } },
      ...(release.endsWith("!") && { rolledBack: true }),
    };
  }),
});

/** ECS as far as a rollback looks at it: what runs, and which revisions are deregistered. */
function ecs(
  running: Record<string, number>,
  { inactive = [], moving = [] }: { inactive?: string[]; moving?: string[] } = {},
): EcsApi {
  const api: Pick<EcsApi, "describeServices" | "describeTaskDefinition"> = {
    describeServices: (_, names) =>
      Promise.resolve({
        services: names.flatMap((name) => {
          const n = running[name];
          if (n === undefined) return [];
          const taskDefinition = arn(`${name}:${n}`);
          const rolloutState = moving.includes(name) ? "IN_PROGRESS" : "COMPLETED";
          const id = `ecs-svc/${name}`;
          const deployment = { id, status: "PRIMARY", taskDefinition, rolloutState } as const;
          return [{ serviceName: name, status: "ACTIVE", deployments: [deployment] }];
        }),
        failures: [],
      }),
    describeTaskDefinition: (reference) =>
      Promise.resolve({
        taskDefinition: {
          status: inactive.some((one) => reference.endsWith(one)) ? "INACTIVE" : "ACTIVE",
          containerDefinitions: [
            { name: "app", image: `${repository}:${c(Number(reference.split(":").at(-1)))}` },
            { name: "router", image: "public.ecr.aws/router:3" },
          ],
        },
        tags: [],
      }),
  };
  return api as EcsApi;
}

const both = (...releases: string[]) => [
  state("mage-web", ...releases),
  state("mage-worker", ...releases),
];

function setting(
  running: Record<string, number>,
  rollouts: RolloutState[],
  more: {
    inactive?: string[];
    moving?: string[];
    registry?: FakeRegistry;
    commit?: string;
    env?: Record<string, string>;
  } = {},
) {
  const outputs = {
    commit: more.commit ?? c(3),
    images: { mage: { reference: `${repository}:${c(3)}`, digest: "sha256:3" } },
  };
  const deployed = { kind: "deployed" } as const;
  return actionContext(
    {
      state: { rollouts, outputs },
      events: ["mage-web", "mage-worker"].flatMap((name) => rolled(name, deployed)),
    },
    {
      ecs: ecs(running, more),
      ...(more.registry && { registry: more.registry }),
      ...(more.env && { env: more.env }),
    },
  );
}

const request: RollbackRequest = { stack: "staging", flags: {} };
const running = { "mage-web": 3, "mage-worker": 3 };

/** What the engine was asked to move, by service. */
function asked(context: ReturnType<typeof setting>): Record<string, string | undefined> {
  const [run] = context.fake.runs;
  const services = run ? requestTo("recovery", run).services : {};
  return Object.fromEntries(
    Object.entries(services).map(([name, { taskDefinition }]) => [
      name,
      taskDefinition.split("/").at(-1),
    ]),
  );
}

describe("rollback", () => {
  it("rolls back to the release before, through the rollouts alone, and needs no Docker", async () => {
    const context = setting(running, both("3", "2", "1"));
    Object.assign(context, {
      dockerLogin: () => Promise.reject(new Error("there is no Docker")),
    });
    const report = await rollback(context, request);
    expect(report.exitCode).to.equal(exitCodes.success);
    expect(report.command).to.equal("rollback");
    expect(report.commit.version).to.equal(c(2));
    const [run] = context.fake.runs;
    expect(run?.targets).to.deep.equal(["urn:mage-web", "urn:mage-worker"]);
    const restore = requestTo("recovery", run);
    expect(restore.services["mage-web"]).to.deep.equal({
      ...{ resource: "release-mage-web", cluster: "mage", taskDefinition: arn("mage-web:2") },
      ...{
        replaces: { controller: "ECS", id: "ecs-svc/mage-web" },
        digests: { app: ["sha256:2"] },
        commit: c(2),
      },
      image: `${repository}:${c(2)}`,
    });
    expect(restore.outputs).to.deep.equal({
      commit: c(2),
      images: { mage: { reference: `${repository}:${c(2)}`, digest: "sha256:2" } },
    });
    expect(context.fake.opened).to.deep.equal(["staging read"]);
  });

  it("moves the environment's tag along", async () => {
    const registry = new FakeRegistry();
    registry.images.set(`${repository}:${c(2)}`, "sha256:index-2");
    registry.images.set(`${repository}:staging`, "sha256:index-3");
    await rollback(setting(running, both("3", "2"), { registry }), request);
    expect(registry.tagged).to.deep.equal([[repository, "sha256:index-2", "staging"]]);
  });

  const choices: [string, Record<string, number>, RolloutState[], string | undefined, string][] = [
    [
      "what a rollback has left is skipped",
      { "mage-web": 2, "mage-worker": 2 },
      both("2", "3!", "2", "1"),
      undefined,
      "1",
    ],
    [
      "the newest release where none runs",
      { "mage-web": 9, "mage-worker": 9 },
      both("3", "2"),
      undefined,
      "3",
    ],
    [
      "only what came before counts",
      { "mage-web": 2, "mage-worker": 2 },
      both("3", "2", "1"),
      undefined,
      "1",
    ],
    ["a commit", running, both("3", "2", "1"), c(1), "1"],
    ["the beginning of a commit", running, both("3", "2", "1"), "1111111", "1"],
    [
      "a commit that a rollback has left, where it is named",
      running,
      both("3", "2!", "1"),
      c(2),
      "2",
    ],
  ];
  for (const [what, now, rollouts, to, n] of choices) {
    it(`chooses ${what}`, async () => {
      const context = setting(now, rollouts);
      await rollback(context, { ...request, to });
      expect(asked(context)).to.deep.equal({
        "mage-web": `mage-web:${n}`,
        "mage-worker": `mage-worker:${n}`,
      });
    });
  }

  it("moves one service alone to a revision of its family, and leaves the tag", async () => {
    const registry = new FakeRegistry();
    const context = setting(running, both("3", "2", "1"), { registry });
    await rollback(context, { ...request, to: "mage-web:1" });
    expect(asked(context)).to.deep.equal({ "mage-web": "mage-web:1" });
    expect(registry.tagged).to.deep.equal([]);
  });

  it("rolls back one service where only that is asked for, and keeps the stack's outputs", async () => {
    const mixed = [state("mage-web", "3", "2"), state("mage-worker", "1")];
    const registry = new FakeRegistry();
    for (const [tag, n] of [
      [c(2), 2],
      ["staging", 3],
    ]) {
      registry.images.set(`${repository}:${tag}`, `sha256:index-${n}`);
    }
    const context = setting({ "mage-web": 3, "mage-worker": 1 }, mixed, { registry });
    await rollback(context, { ...request, flags: { services: "mage-web" } });
    expect(asked(context)).to.deep.equal({ "mage-web": "mage-web:2" });
    expect(registry.tagged).to.deep.equal([]);
    const { outputs } = requestTo("recovery", context.fake.runs[0]);
    expect(outputs["commit"]).to.equal(c(3));
  });

  describe("as a dry run", () => {
    const dry = { ...request, dryRun: true };

    it("shows where each service would go, and moves nothing", async () => {
      const registry = new FakeRegistry();
      const context = setting(running, both("3", "2"), { registry });
      const report = await rollback(context, dry);
      expect(report).to.deep.include({ command: "rollback", exitCode: 0, dryRun: true });
      expect(report.commit.version).to.equal(c(2));
      expect(previewText(report).split("\n").slice(2)).to.deep.equal([
        "A rollback would do this; nothing was changed.",
        "",
        `image mage: found ${repository}:${c(2)}`,
        "mage-web: mage-web:3 → mage-web:2 (registered before)",
        `  app image: ${repository}:${c(3)} → ${repository}:${c(2)}`,
        "mage-worker: mage-worker:3 → mage-worker:2 (registered before)",
        `  app image: ${repository}:${c(3)} → ${repository}:${c(2)}`,
      ]);
      expect(context.fake.runs).to.deep.equal([]);
      expect(context.fake.opened).to.deep.equal(["staging read"]);
      expect(registry.tagged).to.deep.equal([]);
    });

    it("shows an image-only rollback by a preview", async () => {
      const context = setting(running, both("3", "2"));
      const report = await rollback(context, { ...dry, imageOnly: true });
      expect(report).to.deep.include({ command: "rollback", exitCode: 0, dryRun: true });
      const [run] = context.fake.runs;
      expect(requestTo("imageOnly", run).flags).to.include({ commit: c(2) });
      expect(run).to.not.have.property("message");
      expect(context.fake.opened).to.deep.equal(["staging read", "staging read"]);
    });

    it("refuses what the rollback would refuse", async () => {
      const refused = await errorFrom(rollback(setting(running, both("3")), dry));
      expect(refused).to.have.property("code", "NOTHING_TO_ROLL_BACK");
    });
  });

  describe("where some services are there already", () => {
    const onto = { ...request, to: c(2) };
    const target = [[repository, "sha256:index-2", "staging"]];
    const registry = () => {
      const fake = new FakeRegistry();
      for (const n of [2, 3]) fake.images.set(`${repository}:${c(n)}`, `sha256:index-${n}`);
      fake.images.set(`${repository}:staging`, "sha256:index-3");
      return fake;
    };
    const outputsOf = (context: ReturnType<typeof setting>) =>
      requestTo("recovery", context.fake.runs[0]).outputs;

    it("moves the rest, and the tag and the outputs with the whole environment", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 3 };
      const context = setting(now, both("3", "2"), { registry: images });
      const report = await rollback(context, onto);
      expect(images.tagged).to.deep.equal(target);
      expect(outputsOf(context)).to.have.property("commit", c(2));
      expect(context.fake.runs[0]?.targets).to.deep.equal(["urn:mage-web", "urn:mage-worker"]);
      expect(report).to.include({ exitCode: 0, nothingToDo: false });
      expect(report.warnings).to.deep.equal([]);
      const told = context.io.texts.join("\n");
      expect(told).to.include("rolling back, mage-worker:3 → mage-worker:2");
    });

    it("moves the tag of a rollback that ended before it came to that", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 2 };
      const context = setting(now, both("2", "3!"), { registry: images, commit: c(2) });
      const report = await rollback(context, onto);
      // An update that sends nothing, for the sake of its lock: a release may be under way.
      expect(context.fake.runs.map(({ targets }) => targets)).to.deep.equal([
        ["urn:mage-web", "urn:mage-worker"],
      ]);
      expect(images.tagged).to.deep.equal(target);
      expect(report).to.include({ exitCode: 0, nothingToDo: false });
      expect(report.commit.version).to.equal(c(2));
      expect(report.imageTags).to.deep.equal([
        { reference: `${repository}:staging`, result: "back", digest: "sha256:index-2" },
      ]);
    });

    it("leaves the tag to a release that is under way", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 2 };
      const context = setting(now, both("2", "3!"), { registry: images, commit: c(2) });
      const locked = new StackLocked("staging", undefined, undefined);
      context.fake.up = () => Promise.reject(locked);
      const refused = await errorFrom(rollback(context, onto));
      expect(refused).to.equal(locked);
      expect(images.tagged).to.deep.equal([]);
    });

    it("runs nothing where the tag is there as well", async () => {
      const images = registry();
      images.images.set(`${repository}:staging`, "sha256:index-2");
      const now = { "mage-web": 2, "mage-worker": 2 };
      const context = setting(now, both("2", "3!"), { registry: images, commit: c(2) });
      const report = await rollback(context, onto);
      expect(context.fake.runs).to.deep.equal([]);
      expect(images.tagged).to.deep.equal([]);
      expect(report).to.include({ exitCode: 0, nothingToDo: true });
    });

    it("mends what the stack says, too, through rollouts that send nothing", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 2 };
      const context = setting(now, both("3", "2"), { registry: images });
      await rollback(context, onto);
      expect(outputsOf(context)).to.have.property("commit", c(2));
      expect(asked(context)).to.deep.equal({
        "mage-web": "mage-web:2",
        "mage-worker": "mage-worker:2",
      });
      expect(images.tagged).to.deep.equal(target);
    });

    it("moves the tag with the last service, one by one", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 3 };
      const context = setting(now, both("3", "2"), { registry: images });
      await rollback(context, { ...onto, flags: { services: "mage-worker" } });
      expect(asked(context)).to.deep.equal({ "mage-worker": "mage-worker:2" });
      expect(images.tagged).to.deep.equal(target);
    });

    it("waits for one that is still on its way there", async () => {
      const images = registry();
      const now = { "mage-web": 2, "mage-worker": 2 };
      const more = { registry: images, moving: ["mage-worker"], commit: c(2) };
      const context = setting(now, both("2", "3!"), more);
      await rollback(context, onto);
      expect(asked(context)).to.have.property("mage-worker", "mage-worker:2");
      const { services } = requestTo("recovery", context.fake.runs[0]);
      // It is followed: with a deployment to replace it would be stopped.
      expect(services["mage-worker"]).to.not.have.property("replaces");
      expect(services["mage-web"]).to.have.deep.property("replaces", {
        controller: "ECS",
        id: "ecs-svc/mage-web",
      });
      const one = setting(now, both("2", "3!"), { ...more, registry: registry() });
      await rollback(one, { ...onto, flags: { services: "mage-web" } });
      expect(one.fake.runs).to.deep.equal([]);
      expect(images.tagged).to.deep.equal(target);
    });

    it("does not mind that their revision was deregistered", async () => {
      const now = { "mage-web": 2, "mage-worker": 3 };
      const context = setting(now, both("3", "2"), { inactive: ["mage-web:2"] });
      expect(await rollback(context, onto)).to.have.property("exitCode", 0);
    });
  });

  describe("says that the tag stays, where the user did not choose services", () => {
    const left = (report: { warnings: readonly string[] }) => report.warnings.join("\n");

    it("when they go to several commits", async () => {
      const rollouts = [state("mage-web", "3", "2"), state("mage-worker", "3", "1")];
      const registry = new FakeRegistry();
      const report = await rollback(setting(running, rollouts, { registry }), request);
      expect(left(report)).to.equal(
        `The services roll back to ${c(2)}, ${c(1)}. So this tag stays as it is: ${repository}:staging`,
      );
      expect(registry.tagged).to.deep.equal([]);
    });

    it("when a variable leaves one out", async () => {
      const env = { SERVICES_NAMES: "mage-web" };
      const report = await rollback(setting(running, both("3", "2"), { env }), request);
      expect(left(report)).to.match(/^Not on 2{40}: mage-worker\. .*mage:staging$/);
    });

    it("but not when a flag does", async () => {
      const flags = { services: "mage-web" };
      const report = await rollback(setting(running, both("3", "2")), { ...request, flags });
      expect(report.warnings).to.deep.equal([]);
    });
  });

  it("has nothing to do where everything is there already", async () => {
    const context = setting(running, both("3", "2"));
    const report = await rollback(context, { ...request, to: c(3) });
    expect(report).to.include({ exitCode: exitCodes.success, nothingToDo: true });
    expect(context.fake.runs).to.deep.equal([]);
  });

  const refused: [string, ReturnType<typeof setting>, string | undefined, string, RegExp][] = [
    [
      "nothing was deployed before",
      setting(running, both("3")),
      undefined,
      "NOTHING_TO_ROLL_BACK",
      /no release before that is known.*--to/s,
    ],
    [
      "it was never released",
      setting(running, []),
      undefined,
      "NOTHING_TO_ROLL_BACK",
      /mage-web.*never released.*up staging --commit/s,
    ],
    [
      "the service is gone",
      setting({ "mage-web": 3 }, both("3", "2")),
      undefined,
      "NOTHING_TO_ROLL_BACK",
      /no service mage-worker/,
    ],
    [
      "the services run several releases",
      setting({ "mage-web": 3, "mage-worker": 2 }, both("3", "2", "1")),
      undefined,
      "ROLLBACK_UNCLEAR",
      /mage-worker: mage-worker:2, 2{40}.*Deployed before on all of them: 3{40}, 2{40}/s,
    ],
    [
      "the commit is unknown",
      setting(running, both("3", "2")),
      c(9),
      "NOTHING_TO_ROLL_BACK",
      /No deployed release of 9{40}.*Deployed before.*: 3{40}, 2{40}/s,
    ],
    [
      "the revision is unknown",
      setting(running, both("3", "2")),
      "mage-web:77",
      "NOTHING_TO_ROLL_BACK",
      /mage-web:77/,
    ],
    [
      "the revision is deregistered",
      setting(running, both("3", "2"), { inactive: ["mage-worker:2"] }),
      undefined,
      "REVISION_INACTIVE",
      /mage-worker: mage-worker:2 \(INACTIVE\).*--image-only/s,
    ],
  ];
  for (const [what, context, to, code, text] of refused) {
    it(`says that ${what}, and moves nothing`, async () => {
      const error = await errorFrom(rollback(context, { ...request, to }));
      expect(error).to.have.property("code", code);
      expect(`${error.message} ${(error as { remedy?: string }).remedy}`).to.match(text);
      expect(context.fake.runs).to.deep.equal([]);
    });
  }

  it("reports a failed rollback apart from one that ECS rolled back", async () => {
    const broken = { kind: "failed", cause: "tasks" } as const;
    const context = setting(running, both("3", "2"));
    const events = [...rolled("mage-web", broken), ...rolled("mage-worker", { kind: "deployed" })];
    const scenario = actionContext(
      {
        state: { rollouts: both("3", "2") },
        events,
        result: { succeeded: false, cancelled: false },
      },
      { ecs: ecs(running) },
    );
    expect((await rollback(context, request)).exitCode).to.equal(exitCodes.success);
    const report = await rollback(scenario, request);
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    expect(scenario.fake.runs).to.have.length(1);
  });

  describe("of the image only", () => {
    it("releases the old commit's image onto today's definition: no build, no migration", async () => {
      const context = setting(running, both("3", "2"));
      const report = await rollback(context, { ...request, imageOnly: true });
      expect(report.command).to.equal("up");
      expect(report.commit.sha).to.equal(c(2));
      const [run] = context.fake.runs;
      expect(requestTo("imageOnly", run)).to.deep.include({
        commit: c(2),
        images: [{ name: "mage", repositoryUrl: repository, tag: c(2) }],
        leaveTags: false,
      });
      expect(report.images[0]?.environmentTag).to.equal("staging");
    });

    it("keeps the migration, the other services and so the environment's tag in the state", async () => {
      const of = (service: string) => ({ urn: `urn:run:${service}`, cluster: "mage", service });
      const context = actionContext(
        { state: { rollouts: both("3", "2"), tasks: [of("mage-web")] } },
        { ecs: ecs(running) },
      );
      const flags = { services: "mage-web" };
      const report = await rollback(context, { ...request, flags, imageOnly: true });
      const [run] = context.fake.runs;
      expect(run?.exclude).to.have.members(["urn:run:mage-web", "urn:mage-worker"]);
      expect(requestTo("imageOnly", run)).to.deep.include({ leaveTags: true });
      expect(run?.request.flags).to.include({ services: "mage-web" });
      expect(report.images[0]?.environmentTag).to.equal(undefined);
    });

    for (const dryRun of [false, true]) {
      const what = dryRun ? "shows" : "moves";
      it(`${what} one service alone for a revision of its family, and leaves the tag`, async () => {
        const context = setting(running, both("3", "2", "1"));
        const one = { ...request, to: "mage-web:2", imageOnly: true, dryRun };
        const report = await rollback(context, one);
        const [run] = context.fake.runs;
        expect(run?.request.flags).to.include({ commit: c(2), services: "mage-web" });
        expect(requestTo("imageOnly", run).leaveTags).to.equal(true);
        expect(run?.exclude).to.deep.equal(["urn:mage-worker"]);
        expect(report.services.map(({ service }) => service)).to.deep.equal(["mage-web"]);
        expect(dryRun || report.images[0]?.environmentTag === undefined).to.equal(true);
      });
    }

    it("needs one commit", async () => {
      const mixed = [state("mage-web", "3", "2"), state("mage-worker", "3", "1")];
      const context = setting(running, mixed);
      const error = await errorFrom(rollback(context, { ...request, imageOnly: true }));
      expect(error.message).to.include(`${c(2)}, ${c(1)}`);
    });
  });
});
