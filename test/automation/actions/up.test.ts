import { expect } from "chai";
import { build, up } from "../../../automation/actions/up";
import { exitCodes } from "../../../automation/exitCodes";
import type { Outcome } from "../../../ecs/rollout/outcome";
import { actionContext, commit, stackConfig } from "../_helpers/actionContext";
import { error, image, revision, rolled, rollout, step } from "../_helpers/engineEvents";
import { errorFrom } from "../../_helpers/errorFrom";

const request = { stack: "staging", flags: {} };
const deployed: Outcome = { kind: "deployed" };
const failed = { succeeded: false, cancelled: false, message: "error: update failed" };
const found = image({ name: "mage", action: "existing", reference: "repo/mage:new" });
const revisions = [revision("mage-web", 1), revision("mage-worker", 1)];

describe("up", () => {
  it("reports every service with where it came from, where it is, and how that ended", async () => {
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
    expect(run?.env).to.include({
      DOCKER_CONFIG: "/tmp/docker",
      ENV: "staging",
      CLUSTER_NAME: "other",
      BUILDKITE_COMMIT: commit,
    });
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

  it("says plainly where the services are when one failed and the other did not", async () => {
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

  it("counts a rollout that was never heard of again as still moving", async () => {
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
      error("Preflight found a problem; nothing was touched:\n  mage-web: There is no service."),
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

describe("build", () => {
  it("hands the engine the images alone", async () => {
    const context = actionContext({
      events: [
        image({ name: "mage", action: "build", reference: "repo/mage:new" }),
        ...step("create", "docker-build:index:Image", "mage"),
      ],
    });
    const report = await build(context, request);
    expect(context.fake.runs[0]?.targets?.join(" ")).to.include("docker-build:index:Image");
    expect(report.services).to.deep.equal([]);
    expect(report.images[0]?.action).to.equal("build");
    expect(context.io.texts).to.include.members([
      "image mage: building and pushing",
      "image mage: built and pushed",
    ]);
  });

  it("has nothing to do where the image is there", async () => {
    const report = await build(actionContext({ events: [found] }), request);
    expect(report.nothingToDo).to.equal(true);
    expect(report.exitCode).to.equal(exitCodes.success);
  });
});
