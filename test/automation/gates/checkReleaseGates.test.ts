import { expect } from "chai";
import { exitCodeOfError } from "../../../automation/report/errors/exitCodeOfError";
import { preview } from "../../../automation/release/preview";
import { up } from "../../../automation/release/up";
import { Cancelled } from "../../../automation/release/errors";
import { exitCodes } from "../../../automation/report/exitCodes";
import type { Alarm } from "../../../automation/gates/alarmsApi";
import type { CommandEnd } from "../../../automation/gates/commandGate";
import { releaseText } from "../../../automation/render/releaseText";
import type { RolloutState } from "../../../automation/workspace/stackState";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import { requestTo } from "../_helpers/requestTo";
import type { Outcome } from "../../../contract/outcome";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { actionContext, stackConfig, type FakeContext } from "../_helpers/actionContext";
import { revision, rolled, waiting } from "../_helpers/engineEvents";

const services = ["mage-web", "mage-worker"];
const request = { stack: "staging", flags: {} };
const command = { command: ["smoke"] };
const good: CommandEnd = { code: 0, signal: null, lines: [] };
const bad: CommandEnd = { code: 1, signal: null, lines: ["the cart is empty"] };

const deployed: Outcome = { kind: "deployed" };

interface Case {
  end?: CommandEnd;
  outcome?: Outcome;
  rollout?: object;
  alarms?: Alarm[];
  /** Another's rollout is in the way first. */
  waits?: boolean;
  /** At every look at the alarms. */
  onLook?: () => void;
  signal?: AbortSignal;
}

function rolloutState(service: string): RolloutState {
  const taskDefinition = `arn:aws:ecs:us-east-1:1:task-definition/${service}:1`;
  const was = { taskDefinition, revision: `${service}:1`, commit: "c1", at: "t", digests: {} };
  return {
    ...{ urn: `urn:${service}`, resource: `release-${service}`, cluster: "mage", service },
    ...{ taskDefinition, containers: ["app"], history: [was] },
  };
}

describe("the gates of a release", () => {
  let ran: number;
  beforeEach(() => (ran = 0));

  function released(
    gates: object[],
    { end = good, outcome = deployed, rollout = {}, alarms = [], ...more }: Case = {},
  ) {
    const { waits = false, onLook, signal } = more;
    const clock = new VirtualClock();
    const to = outcome.kind === "unchanged" ? 1 : 2;
    const context = actionContext(
      {
        config: {
          ...stackConfig,
          "slipway:gates": JSON.stringify(gates),
          "slipway:rollout": JSON.stringify(rollout),
        },
        state: { rollouts: services.map(rolloutState) },
        events: [
          ...(waits ? [waiting("mage-web", "waiting"), waiting("mage-web", "still")] : []),
          ...services.flatMap((name) => [
            revision(name, 1),
            ...rolled(name, outcome, { to: `${name}:${to}`, deploymentId: `ecs-svc/${name}` }),
          ]),
        ],
        later: [
          {
            events: services.flatMap((name) =>
              rolled(name, { kind: "deployed" }, { from: `${name}:2`, to: `${name}:1` }),
            ),
          },
        ],
      },
      {
        clock,
        alarms: {
          describeAlarms: () => {
            onLook?.();
            return Promise.resolve([...alarms]);
          },
        },
        runCommand: (_, signal) => {
          if (signal.aborted) return Promise.reject(signal.reason as Error);
          ran += 1;
          return Promise.resolve(end);
        },
        ...(signal && { signal }),
        // Nothing is in flight that could be stopped.
        ecs: {} as EcsApi,
      },
    );
    return { context, clock };
  }

  it("let a release pass when all of them are green", async () => {
    const { context } = released([command]);
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.success);
    expect(report.gates?.map(({ gate, result }) => [gate, result])).to.deep.equal([
      ["command smoke", "green"],
    ]);
    expect(releaseText(report)).to.include("command smoke: green (0 s)");
    expect(context.fake.runs).to.have.length(1);
  });

  it("recover every service when one gate is red, and name that gate", async () => {
    const { context } = released([command], { end: bad });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
    expect(report.services.map(({ outcome, now }) => [outcome, now])).to.deep.equal([
      ["deployed", "back on mage-web:1"],
      ["deployed", "back on mage-worker:1"],
    ]);
    const asked = requestTo("recovery", context.fake.runs[1]);
    expect(asked.services["mage-web"]).to.deep.include({
      replaces: { controller: "ECS", id: "ecs-svc/mage-web" },
    });
    expect(report.failures.map(({ code }) => code)).to.deep.equal(["GATE_FAILED"]);
    expect(releaseText(report)).to.match(
      /command smoke is red: exit code 1.\n +\| the cart is empty/,
    );
  });

  it("leave every service on the new revision under the policy stop", async () => {
    const { context } = released([command], { end: bad, rollout: { onFailure: "stop" } });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    expect(report.services[0]?.now).to.equal("on mage-web:2");
    expect(context.fake.runs).to.have.length(1);
  });

  it("recover no service that this run has not moved, and say so", async () => {
    const unchanged: Outcome = { kind: "unchanged" };
    const { context } = released([command], { end: bad, outcome: unchanged });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.failedNotRolledBack);
    expect(report.nothingToDo).to.equal(false);
    expect(report.failures[0]?.message).to.include(
      "To leave this release: slipway rollback staging",
    );
    expect(context.fake.runs).to.have.length(1);
  });

  it("are refused before anything is touched where a program is missing", async () => {
    const { context } = released([command]);
    const asked: string[] = [];
    const hasProgram = (program: string) => asked.push(program) < 1;
    const error = await errorFrom(up({ ...context, hasProgram }, request));
    expect(error).to.include({ code: "GATE_COMMAND_NOT_FOUND" });
    expect(exitCodeOfError(error)).to.equal(exitCodes.usage);
    expect(asked).to.deep.equal(["smoke"]);
    expect(context.fake.runs).to.have.length(0);
    // Elsewhere than where it is released, a preview needs none of them.
    await preview({ ...context, hasProgram }, request);
  });

  it("recover nothing where the program can't be run, because the release may be good", async () => {
    const { context } = released([command]);
    const runCommand = () => Promise.reject(new Error("spawn smoke ENOENT"));
    const report = await up({ ...context, runCommand }, request);
    expect(report.exitCode).to.equal(exitCodes.stillMoving);
    expect(report.failures.map(({ code }) => code)).to.deep.equal(["GATE_UNKNOWN"]);
    expect(context.fake.runs).to.have.length(1);
  });

  it("watch no alarm where nothing moved", async () => {
    const alarms: Alarm[] = [{ name: "errors", state: "ALARM", reason: "" }];
    const { context } = released([{ alarms: ["errors"] }], {
      alarms,
      outcome: { kind: "unchanged" },
    });
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.success);
    expect(report.gates).to.equal(undefined);
  });

  it("are not checked when a rollout failed", async () => {
    const { context } = released([command], {
      outcome: { kind: "rolled back", by: "breaker", to: "x:1", finished: true },
    });
    await up(context, request);
    expect(ran).to.equal(0);
  });

  it("watch alarms from the end of the rollouts on", async () => {
    const alarms: Alarm[] = [{ name: "errors", state: "OK", reason: "" }];
    const { context, clock } = released([{ alarms: ["errors"], for: 60, every: 10 }], { alarms });
    const running = up(context, request);
    await clock.advance(30_000);
    alarms.splice(0, 1, { name: "errors", state: "ALARM", reason: "Too many." });
    await clock.advance(30_000);
    const report = await running;
    expect(report.exitCode).to.equal(exitCodes.failedAndRolledBack);
    expect(report.gates?.[0]).to.include({ seconds: 40, reason: "errors is in ALARM: Too many." });
  });

  it("ignore an alarm that another deployer's rollout set off while the release waited for it", async () => {
    for (const waits of [false, true]) {
      const alarms: Alarm[] = [{ name: "errors", state: "OK", reason: "" }];
      let looks = 0;
      // After the first look, which is the release's before everything else.
      const onLook = () => {
        looks += 1;
        if (looks === 2) alarms.splice(0, 1, { name: "errors", state: "ALARM", reason: "" });
      };
      const gate = { alarms: ["errors"], for: 20 };
      const { context, clock } = released([gate], { alarms, waits, onLook });
      const running = up(context, request);
      await clock.advance(60_000);
      const report = await running;
      expect(report.gates?.[0]?.result).to.equal(waits ? "green" : "red");
      if (waits) expect(JSON.stringify(report.gates)).to.include("was in ALARM before");
    }
  });

  it("refuse an alarm that is not there before anything is touched", async () => {
    for (const action of [up, preview]) {
      const { context } = released([{ alarms: ["errors", "latency"] }], {
        alarms: [{ name: "errors", state: "OK", reason: "" }],
      });
      const error = await errorFrom(action(context, request));
      expect(error).to.have.property("code", "ALARM_NOT_FOUND");
      expect(error.message).to.include("latency").and.not.include("errors");
      expect(context.fake.runs).to.deep.equal([]);
      expect(context.logins.open).to.equal(0);
    }
  });

  it("recover nothing when the alarms can't be read, because the release may be good", async () => {
    const alarms: Alarm[] = [{ name: "errors", state: "OK", reason: "" }];
    const { context, clock } = released([{ alarms: ["errors"], for: 20 }], { alarms });
    const running = up(context, request);
    await clock.advance(1000);
    alarms.splice(0);
    await clock.advance(20_000);
    const report = await running;
    expect(report.exitCode).to.equal(exitCodes.stillMoving);
    expect(report.failures[0]?.code).to.equal("GATE_UNKNOWN");
    expect(context.fake.runs).to.have.length(1);
  });

  it("end as cancelled with the run, and recover nothing", async () => {
    const stop = new AbortController();
    const alarms: Alarm[] = [{ name: "errors", state: "OK", reason: "" }];
    const { context, clock } = released([{ alarms: ["errors"] }], { alarms, signal: stop.signal });
    const running = up(context, request);
    await clock.advance(1000);
    stop.abort(new Error("SIGTERM"));
    const report = await running;
    expect(report.exitCode).to.equal(exitCodes.cancelled);
    expect(report.gates?.[0]?.result).to.equal("cancelled");
    expect(context.fake.runs).to.have.length(1);
  });

  for (const signal of ["SIGTERM", "SIGHUP"]) {
    it(`end a release that ${signal} reached before the gates began as cancelled, because no gate was checked`, async () => {
      for (const onCancel of ["leave", "rollback"]) {
        const stop = new AbortController();
        const rollout = { onCancel };
        const { context } = released([command], { signal: stop.signal, rollout });
        lastSecond(context, stop, signal);
        const report = await up(context, request);
        expect(report.exitCode).to.equal(exitCodes.cancelled);
        expect(report.gates?.map(({ result }) => result)).to.deep.equal(["cancelled"]);
        expect(report.services.map(({ outcome }) => outcome)).to.deep.equal([
          "deployed",
          "deployed",
        ]);
        expect(context.fake.runs).to.have.length(1);
      }
    });
  }

  it("leave a release without gates a success, even when a signal comes at its end", async () => {
    const stop = new AbortController();
    const { context } = released([], { signal: stop.signal });
    lastSecond(context, stop, "SIGTERM");
    const report = await up(context, request);
    expect(report.exitCode).to.equal(exitCodes.success);
    expect(report).to.not.have.property("gates");
  });
});

/** The engine has ended every rollout when the signal comes, and ends well. */
function lastSecond({ fake }: FakeContext, stop: AbortController, signal: string): void {
  const run = fake.up.bind(fake);
  fake.up = async (options) => {
    const result = await run(options);
    stop.abort(new Cancelled(signal));
    return { ...result, cancelled: true };
  };
}
