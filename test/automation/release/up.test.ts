import { expect } from "chai";
import { up } from "../../../automation/release/up";
import { Cancelled } from "../../../automation/release/errors";
import { exitCodes } from "../../../automation/report/exitCodes";
import type { Notice } from "../../../automation/notify/notice";
import { PulumiFailed } from "../../../automation/workspace/errors";
import type { Outcome } from "../../../contract/outcome";
import { releaseText } from "../../../automation/render/releaseText";
import type { RolloutState } from "../../../automation/workspace/stackState";
import { requestTo } from "../_helpers/requestTo";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { actionContext, commit, stackConfig } from "../_helpers/actionContext";
import type { Scenario } from "../_helpers/fakeWorkspace";
import { error, image, revision, rolled, rollout } from "../_helpers/engineEvents";
import { errorFrom } from "../../_helpers/errorFrom";

const request = { stack: "staging", flags: {} };
const deployed: Outcome = { kind: "deployed" };
const failed = { succeeded: false, cancelled: false, message: "error: update failed" };
const found = image({ name: "mage", action: "existing", reference: "repo/mage:new" });
const revisions = [revision("mage-web", 1), revision("mage-worker", 1)];

describe("up", () => {
  it("reports every service with its old and new revision and its outcome", async () => {
    const context = actionContext({
      events: [
        found,
        ...revisions,
        ...rolled("mage-web", deployed),
        ...rolled("mage-worker", deployed),
      ],
    });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.success);
    expect(report.commit.sha).to.equal(commit);
    expect(
      report.services.map(({ service, from, to, outcome, seconds }) => [
        service,
        from,
        to,
        outcome,
        seconds,
      ]),
    ).to.deep.equal([
      ["mage-web", "mage-web:1", "mage-web:2", "deployed", 12],
      ["mage-worker", "mage-worker:1", "mage-worker:2", "deployed", 12],
    ]);
    expect(report.services[0]?.images).to.deep.equal([
      { container: "app", from: "repo/mage:old", to: "repo/mage:new" },
    ]);
  });

  it("gives the engine more slots than services, the Docker login, and the settings of flags", async () => {
    const context = actionContext({});
    await up(context, { stack: "staging", flags: { cluster: "other", commit } });
    const [run] = context.fake.runs;
    expect(context.fake.opened).to.deep.equal(["staging create"]);
    expect(run?.parallel).to.equal(10);
    expect(run?.targets).to.equal(undefined);
    expect(requestTo("release", run).flags).to.deep.equal({ cluster: "other", commit });
    expect(run?.env).to.deep.equal({ DOCKER_CONFIG: "/tmp/docker" });
  });

  it("takes the Docker login and the stack's copy away, also when the engine throws", async () => {
    const context = actionContext({});
    context.fake.up = () => Promise.reject(new Error("the engine is gone"));
    await errorFrom(up(context, request));
    expect(context.logins.open).to.equal(0);
    expect(context.fake.closed).to.equal(1);
  });

  it("does not begin when it was cancelled before", async () => {
    const context = actionContext({}, { signal: AbortSignal.abort(new Error("SIGINT")) });
    expect((await errorFrom(up(context, request))).message).to.equal("SIGINT");
    expect(context.fake.runs).to.deep.equal([]);
  });

  it("ends as cancelled where the signal also ended Pulumi's command", async () => {
    for (const ended of ["open", "state"] as const) {
      const stop = new AbortController();
      const told: unknown[] = [];
      const tell = ({ error }: Notice) => Promise.resolve(void told.push(error?.exitCode));
      const notifiers = [{ name: "Slack", tell }];
      const context = actionContext({}, { signal: stop.signal, notifiers });
      context.fake[ended] = (): Promise<never> => {
        stop.abort(new Cancelled("SIGTERM"));
        return Promise.reject(new PulumiFailed("Command failed: pulumi stack export"));
      };
      const error = await errorFrom(up(context, request));
      expect(error).to.include({ code: "CANCELLED", signal: "SIGTERM" });
      expect(told).to.deep.equal(ended === "open" ? [] : [undefined, exitCodes.cancelled]);
      expect(context.logins.open).to.equal(0);
    }
  });

  it("keeps an error that Slipway does not know, also of a cancelled run", async () => {
    const context = actionContext({}, { signal: AbortSignal.abort(new Cancelled("SIGTERM")) });
    context.fake.open = () => Promise.reject(new TypeError("a bug"));
    expect((await errorFrom(up(context, request))).message).to.equal("a bug");
  });

  it("ends with 7 where one service failed and the other was deployed", async () => {
    const back: Outcome = { kind: "rolled back", by: "breaker", to: "mage-web:1", finished: true };
    const context = actionContext({
      events: [
        ...revisions,
        ...rolled("mage-web", back, { reason: "tasks failed to start" }),
        ...rolled("mage-worker", deployed),
        error(
          "1 error occurred:\n\t* tasks failed to start",
          "slipway:ecs:ServiceRollout",
          "mage-web",
        ),
        error("update failed"),
      ],
      result: failed,
    });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    // The outcome has told it.
    expect(report.failures).to.deep.equal([]);
  });

  describe("that failed, under the policy rollback", () => {
    const broken: Outcome = {
      kind: "rolled back",
      by: "breaker",
      to: "mage-web:1",
      finished: true,
    };
    const release = [
      ...revisions,
      ...rolled("mage-web", broken, { deploymentId: "ecs-svc/w2" }),
      ...rolled("mage-worker", deployed, { deploymentId: "ecs-svc/k2" }),
    ];
    const homeward = [
      ...rolled("mage-web", { kind: "unchanged" }, { from: "mage-web:1", to: "mage-web:1" }),
      ...rolled("mage-worker", deployed, { from: "mage-worker:2", to: "mage-worker:1" }),
    ];
    const state = {
      rollouts: ["mage-web", "mage-worker"].map(rolloutState),
      outputs: { commit: "c1" },
    };
    const scenario = (later: Scenario["later"]): Scenario => ({
      ...{ events: release, result: failed, later, state },
    });

    it("recovers every service that it moved, and reports it", async () => {
      const context = actionContext(scenario([{ events: homeward }]));
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
      expect(
        report.services.map(({ outcome, recovery, now }) => [outcome, recovery?.outcome, now]),
      ).to.deep.equal([
        ["rolled back", "unchanged", "back on mage-web:1"],
        ["deployed", "deployed", "back on mage-worker:1"],
      ]);
      expect(report.leftRevisions).to.deep.equal(["mage-web:2", "mage-worker:2"]);
      expect(context.io.texts).to.include(
        "staging: the release failed; recovering mage-web to mage-web:1, mage-worker to mage-worker:1",
      );
      expect(releaseText(report)).to.match(
        /mage-worker +mage-worker:1 +mage-worker:2 +recovered +12 +back on/,
      );
      expect(releaseText(report)).to.match(/mage-web +\S+ +\S+ +rolled back \(breaker\) +12/);
    });

    it("recovers a service to the revision that was deployed last, not to the broken one that it was on", async () => {
      const stuck = rolled(
        "mage-worker",
        { kind: "failed", cause: "tasks" },
        { from: "mage-worker:1", to: "mage-worker:2", lastDeployed: "mage-worker:0" },
      );
      const back = rolled("mage-worker", deployed, { from: "mage-worker:2", to: "mage-worker:0" });
      const context = actionContext({
        ...scenario([{ events: back }]),
        events: [...revisions, ...stuck],
      });
      const report = await up(context, request);
      const asked = requestTo("recovery", context.fake.runs[1]);
      expect(asked.services["mage-worker"]?.taskDefinition).to.match(/mage-worker:0$/);
      expect(report.services[1]).to.include({
        from: "mage-worker:1",
        now: "back on mage-worker:0",
      });
      expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
    });

    it("says where a service was last seen when AWS stopped answering, and what to do", async () => {
      const unknown = rolled(
        "mage-worker",
        { kind: "unknown" },
        { from: "mage-worker:2", to: "mage-worker:1", reason: "ECS does not answer any more." },
      );
      const context = actionContext(scenario([{ events: [...homeward.slice(0, 2), ...unknown] }]));
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(report.services[1]?.now).to.equal(
        "not known: on its way from mage-worker:2 to mage-worker:1 when last seen",
      );
      const text = releaseText(report);
      expect(text).to.match(/mage-worker +\S+ +\S+ +deployed, recovery: unknown/);
      expect(text).to.include(
        "slipway status staging --watch; where it does not run mage-worker:1: slipway rollback staging --to mage-worker:1",
      );
    });

    it("ends with 7 where the environment's tag can't be recovered", async () => {
      const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
      const registry = new FakeRegistry();
      registry.images.set(`${repository}:staging`, "sha256:old");
      registry.tag = () => Promise.reject(new Error("The token has expired."));
      const context = actionContext(scenario([{ events: homeward }]), { registry });
      const run = context.fake.up.bind(context.fake);
      context.fake.up = (options) => {
        for (const tag of ["staging", commit])
          registry.images.set(`${repository}:${tag}`, "sha256:new");
        return run(options);
      };
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      const text = releaseText(report);
      expect(text).to.include(`${repository}:staging may still name the image of this release`);
      expect(text).to.include(`--tag ${repository}:staging ${repository}@sha256:old`);
    });

    it("asks the engine for these rollouts alone, with their revisions and what they replace", async () => {
      const context = actionContext(scenario([{ events: homeward }]));
      await up(context, request);
      const [first, second] = context.fake.runs;
      expect(requestTo("release", first).onFailure).to.equal("rollback");
      expect(second?.targets).to.deep.equal(["urn:mage-web", "urn:mage-worker"]);
      expect(second?.env).to.deep.equal({});
      const asked = requestTo("recovery", second);
      expect(asked.outputs).to.deep.equal({ commit: "c1" });
      expect(asked.services["mage-worker"]).to.deep.include({
        ...{ taskDefinition: "arn:aws:ecs:us-east-1:1:task-definition/mage-worker:1" },
        replaces: { controller: "ECS", id: "ecs-svc/k2" },
      });
    });

    it("recovers the environment's tag to the image that it named before the build", async () => {
      const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
      const registry = new FakeRegistry();
      registry.images.set(`${repository}:staging`, "sha256:old");
      const context = actionContext(scenario([{ events: homeward }]), { registry });
      const run = context.fake.up.bind(context.fake);
      const named: (string | undefined)[] = [];
      context.fake.up = (options) => {
        named.push(registry.images.get(`${repository}:staging`));
        if (context.fake.runs.length === 0) {
          for (const tag of ["staging", commit])
            registry.images.set(`${repository}:${tag}`, "sha256:new");
        }
        return run(options);
      };
      const report = await up(context, request);
      // Before the services, too: the revision that they recover to may name the tag.
      expect(named).to.deep.equal(["sha256:old", "sha256:old"]);
      expect(report.imageTags?.map(({ result }) => result)).to.deep.equal(["back"]);
    });

    it("leaves a superseded service to the other deployer, and recovers its siblings", async () => {
      const over: Outcome = { kind: "superseded", by: "ecs-svc/9", revision: "mage-web:9" };
      const context = actionContext({
        ...scenario([{ events: homeward.slice(2) }]),
        events: [
          ...revisions,
          ...rolled("mage-web", over, { deploymentId: "ecs-svc/w2" }),
          ...rolled("mage-worker", { kind: "abandoned" }, { deploymentId: "ecs-svc/k2" }),
        ],
      });
      const report = await up(context, request);
      expect(context.fake.runs[1]?.targets).to.deep.equal(["urn:mage-worker"]);
      expect(report.services.map(({ now }) => now)).to.deep.equal([
        "taken over by another deployment to mage-web:9",
        "back on mage-worker:1",
      ]);
      expect(report.exitCode).to.equal(exitCodes.superseded);
    });

    it("says that the recovery was interrupted", async () => {
      const stop = new AbortController();
      const context = actionContext(
        scenario([
          {
            events: [...homeward.slice(0, 2), ...rolled("mage-worker", { kind: "cancelled" })],
            result: { ...failed, cancelled: true },
          },
        ]),
        { signal: stop.signal },
      );
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(report.recoveryInterrupted).to.equal(true);
      expect(releaseText(report)).to.include("The recovery was interrupted");
    });

    it("reports the release also where the engine fails during the recovery", async () => {
      const context = actionContext(scenario([]));
      const run = context.fake.up.bind(context.fake);
      context.fake.up = (options) =>
        context.fake.runs.length > 0 ? Promise.reject(new Error("no lock")) : run(options);
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(report.failures.map(({ message }) => message)).to.deep.equal(["no lock"]);
      expect(report.services[1]?.now).to.equal("on mage-worker:2");
    });

    it("reports the release also where the state can't be read, and says what to do", async () => {
      const context = actionContext(scenario([]));
      const read = context.fake.state.bind(context.fake);
      context.fake.state = () =>
        context.fake.runs.length > 0 ? Promise.reject(new Error("no bucket")) : read();
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(report.services[1]?.now).to.equal("on mage-worker:2");
      const [failure] = report.failures;
      expect(failure?.message).to.match(/No service was recovered.*no bucket.*rollback staging/s);
    });

    for (const [refused, code, tag] of [
      [false, exitCodes.failedAndRolledBack, "sha256:old"],
      [true, exitCodes.failedNotRolledBack, "sha256:new"],
    ] as const) {
      it(`ends with ${code} where ECS rolled back, the state can't be read and the tag names ${tag}`, async () => {
        const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage";
        const registry = new FakeRegistry();
        registry.images.set(`${repository}:staging`, "sha256:old");
        if (refused) registry.tag = () => Promise.reject(new Error("The token has expired."));
        const context = actionContext(
          { ...scenario([]), events: [...revisions, ...rolled("mage-web", broken)] },
          { registry },
        );
        const run = context.fake.up.bind(context.fake);
        const read = context.fake.state.bind(context.fake);
        context.fake.up = (options) => {
          for (const tag of ["staging", commit])
            registry.images.set(`${repository}:${tag}`, "sha256:new");
          return run(options);
        };
        context.fake.state = () =>
          context.fake.runs.length > 0 ? Promise.reject(new Error("no bucket")) : read();
        const report = await up(context, request);
        expect(registry.images.get(`${repository}:staging`)).to.equal(tag);
        expect(report.exitCode).to.equal(code);
        expect(report.imageTags).to.have.length(1);
        expect(report.failures[0]?.message).to.include("no bucket");
      });
    }

    it("recovers nothing under the policy stop", async () => {
      const config = { ...stackConfig, "slipway:rollout": '{"onFailure":"stop"}' };
      const context = actionContext({ ...scenario([{ events: homeward }]), config });
      const report = await up(context, request);
      expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
      expect(context.fake.runs).to.have.length(1);
    });

    it("names the revision that was deployed last where a failed release is not recovered", async () => {
      const config = { ...stackConfig, "slipway:rollout": '{"onFailure":"stop"}' };
      const stuck = { lastDeployed: "mage-worker:0" };
      const events = rolled("mage-worker", { kind: "failed", cause: "tasks" }, stuck);
      const report = await up(actionContext({ events, result: failed, config }), request);
      expect(report.services[1]?.now).to.equal(
        "on mage-worker:2, failed; not recovered to mage-worker:0",
      );
    });

    it("recovers nothing when the run was cancelled", async () => {
      const stop = new AbortController();
      const context = actionContext(scenario([{ events: homeward }]), { signal: stop.signal });
      const run = context.fake.up.bind(context.fake);
      context.fake.up = (options) => {
        stop.abort(new Error("SIGTERM"));
        return run(options);
      };
      await up(context, request);
      expect(context.fake.runs).to.have.length(1);
    });

    it("recovers a service that a dead run had begun to move to the revision that the state remembers", async () => {
      const attached = [
        ...revisions,
        ...rolled("mage-web", { kind: "failed", cause: "tasks" }, { from: "mage-web:2" }),
      ];
      const context = actionContext({ ...scenario([{ events: homeward }]), events: attached });
      await up(context, request);
      const asked = requestTo("recovery", context.fake.runs[1]);
      expect(asked.services["mage-web"]?.taskDefinition).to.match(/mage-web:1$/);
    });
  });

  describe("for some of an environment's services", () => {
    const rollouts = ["mage-web", "mage-worker", "mage-cron"].map(rolloutState);
    const only = { stack: "staging", flags: { services: "mage-web" } };

    it("has the engine leave the others in the state, and says so", async () => {
      const context = actionContext({ state: { rollouts } });
      await up(context, only);
      // The stack's configuration does not have mage-cron any more: that one is forgotten.
      expect(context.fake.runs[0]?.exclude).to.deep.equal(["urn:mage-worker"]);
      expect(context.io.texts).to.include("staging: not part of this release: mage-worker");
    });

    it("does not report services that it leaves out, although the engine does", async () => {
      const outputs = { revision: "mage-worker:1", outcome: { kind: "deployed" } };
      const metadata = {
        ...{
          op: "same",
          urn: "urn:pulumi:s::p::a$slipway:ecs:ServiceRollout::release-mage-worker",
        },
        new: { inputs: { service: "mage-worker" }, outputs },
      };
      const events = [{ resOutputsEvent: { metadata } }] as unknown as Scenario["events"];
      const context = actionContext({ state: { rollouts }, ...(events && { events }) });
      const report = await up(context, only);
      expect(report.services.map(({ service }) => service)).to.deep.equal(["mage-web"]);
      expect(context.io.texts.join("\n")).to.not.include("mage-worker:1");
    });

    it("leaves nothing out where it is for all", async () => {
      const context = actionContext({ state: { rollouts } });
      await up(context, request);
      expect(context.fake.runs[0]?.exclude).to.deep.equal([]);
      expect(context.io.texts.join("\n")).to.not.include("not part of this release");
    });
  });

  it("reads everything first where a run died while it made something", async () => {
    const context = actionContext({ state: { pendingCreates: 1 } });
    await up(context, request);
    expect(context.fake.runs[0]).to.include({ refresh: true });
  });

  const moved = [...rolled("mage-web", deployed), ...rolled("mage-worker", deployed)];
  const unsaid: [string, Scenario["events"], string][] = [
    ["without a word", moved, "error: update failed"],
    [
      "for a reason that alone would have left every service alone",
      [...moved, error("it is immutable [TAG_IMMUTABLE]", "slipway:registry:ImageTag", "mage")],
      "it is immutable",
    ],
  ];
  for (const [what, events = [], message] of unsaid) {
    it(`says that services have moved where Pulumi fails after that, ${what}`, async () => {
      const report = await up(actionContext({ events, result: failed }), request);
      expect(report.exitCode).to.equal(exitCodes.unexpected);
      expect(report.failures.map((failure) => failure.message)).to.deep.equal([message]);
    });
  }

  it("counts a rollout whose end the engine never reported as still moving", async () => {
    const context = actionContext({
      events: [...revisions, rollout("mage-web", "started"), ...rolled("mage-worker", deployed)],
      result: failed,
    });
    const report = await up(context, request);
    expect(report.services[0]?.outcome).to.equal("unknown");
    expect(report.exitCode).to.equal(exitCodes.stillMoving);
  });

  const untouched: [string, ReturnType<typeof error>, number][] = [
    [
      "a failing build",
      error("failed to solve: exit code 1", "docker-build:index:Image", "mage"),
      exitCodes.buildFailed,
    ],
    [
      "a failing task",
      error(
        "migration ended with exit code 3. [TASK_RUN_FAILED]",
        "slipway:ecs:TaskRun",
        "migration",
      ),
      exitCodes.taskFailed,
    ],
    [
      "a denied registration",
      error("AccessDenied [ECS_ACCESS_DENIED]", "slipway:ecs:TaskDefinitionRevision", "mage-web"),
      exitCodes.preflightRefused,
    ],
    [
      "preflight",
      error(
        "Preflight found a problem; nothing was touched:\n  mage-web: There is no service.\n[PREFLIGHT_REFUSED]",
      ),
      exitCodes.preflightRefused,
    ],
    ["something unknown", error("the sky fell"), exitCodes.unexpected],
  ];
  for (const [what, event, code] of untouched) {
    it(`ends with ${code} after ${what}`, async () => {
      const context = actionContext({ events: [...revisions, event], result: failed });
      const report = await up(context, request);
      expect(report.exitCode).to.equal(code);
      expect(report.failures).to.have.length(1);
    });
  }

  it("is cancelled when nothing had moved yet", async () => {
    const context = actionContext({ result: { succeeded: false, cancelled: true, message: "x" } });
    expect((await up(context, request)).exitCode).to.equal(exitCodes.cancelled);
  });

  it("learns the run's secrets before anything is said", async () => {
    const context = actionContext(
      {
        config: {
          ...stackConfig,
          "slipway:environment": '{"API_URL":"hidden-value-1","DD_ENV":"staging"}',
          "other:token": "hidden-value-2",
        },
        secretKeys: ["other:token"],
      },
      { env: { AWS_SECRET_ACCESS_KEY: "hidden-value-3" } },
    );
    await up(context, request);
    const said = "hidden-value-1 hidden-value-2 hidden-value-3 registry-password staging";
    expect(context.mask.text(said)).to.equal("[secret] [secret] [secret] [secret] staging");
  });
});

function rolloutState(service: string): RolloutState {
  const arn = (n: number) => `arn:aws:ecs:us-east-1:1:task-definition/${service}:${n}`;
  const deployed = { taskDefinition: arn(1), revision: `${service}:1`, commit: "c1", at: "t" };
  return {
    ...{ urn: `urn:${service}`, resource: `release-${service}`, cluster: "mage", service },
    ...{ taskDefinition: arn(2), containers: ["app"] },
    history: [{ ...deployed, digests: { app: "sha256:1" } }],
  };
}
