import { expect } from "chai";
import { CommandRunner } from "../../../automation/commands/commandRunner";
import type { HistoryReport } from "../../../automation/report/historyReport";
import { Cancelled } from "../../../automation/release/errors";
import { exitCodes } from "../../../automation/report/exitCodes";
import { LineHost } from "../../../automation/io/lineHost";
import { createStyle } from "../../../automation/io/style";
import { createProgram } from "../../../automation/commands/createProgram";
import { errorFrom } from "../../_helpers/errorFrom";
import { actionContext, type FakeContext } from "../_helpers/actionContext";
import { error, image, revision, rolled } from "../_helpers/engineEvents";
import { requestTo } from "../_helpers/requestTo";
import { FakeOutput } from "../_helpers/fakeOutput";
import type { Scenario } from "../_helpers/fakeWorkspace";

const services = ["mage-web", "mage-worker"];

describe("the command line", () => {
  let output: FakeOutput;
  let context: FakeContext;

  beforeEach(() => {
    output = new FakeOutput();
  });

  /** @returns the exit code */
  async function run(
    args: string[],
    scenario: Scenario = {},
    env?: string,
    extra: { signal?: AbortSignal } = {},
  ): Promise<number> {
    context = actionContext(scenario, extra);
    const runner = new CommandRunner(env, (kind) => {
      const form =
        kind === "json"
          ? ({ kind, mask: (value: unknown) => context.mask.json(value) } as const)
          : ({ kind } as const);
      return { ...context, io: new LineHost(output, createStyle(false), form) };
    });
    await createProgram(runner, output, "1.2.3").parseAsync(args, { from: "user" });
    return runner.exitCode;
  }

  const released: Scenario = {
    events: [
      image({ name: "mage", action: "existing", reference: "repo/mage:new" }),
      ...services.map((service) => revision(service, 1)),
      ...services.flatMap((service) => rolled(service, { kind: "deployed" })),
    ],
  };

  it("prints no variables of a sandbox that does not run", async () => {
    const code = await run(["sandbox", "env", "--dir", "/nonexistent/sandbox"]);
    expect(code).to.equal(exitCodes.usage);
    expect(output.err).to.include("No sandbox runs in /nonexistent/sandbox");
    expect(output.out).to.equal("");
  });

  it("refuses an option's bad value as a mistake in usage", async () => {
    for (const scale of ["abc", "0", "-1", "1e999"]) {
      const refused = await errorFrom(run(["sandbox", "start", "--time-scale", scale]));
      expect(refused).to.include({ name: "CommanderError", code: "commander.invalidArgument" });
      expect(refused.message).to.include(`'${scale}' is invalid. Give a number above 0`);
    }
  });

  it("writes the result to stdout and the story to stderr", async () => {
    expect(await run(["up", "staging"], released)).to.equal(exitCodes.success);
    expect(output.out).to.match(
      /SERVICE +FROM +TO +OUTCOME +SECONDS\nmage-web +mage-web:1 +mage-web:2 +deployed +12/,
    );
    expect(output.err).to.include("mage-web: deployed mage-web:2 (12 s)");
    expect(output.err).to.not.include("OUTCOME");
  });

  it("tells failures on stderr too where a program reads stdout", async () => {
    const failed = {
      events: [error("Not allowed. [ECS_ACCESS_DENIED]", "slipway:ecs:TaskRun", "task")],
      result: { succeeded: false, cancelled: false },
    };
    await run(["up", "staging", "--json"], failed);
    expect(output.err).to.include(
      "error: slipway:ecs:TaskRun release-task: Not allowed. [ECS_ACCESS_DENIED]\n",
    );
  });

  it("prints one JSON document with --json, whatever happens", async () => {
    await run(["up", "staging", "--json"], released);
    expect((JSON.parse(output.out) as { services: unknown[] }).services).to.have.length(2);
    output = new FakeOutput();
    expect(await run(["up", "staging", "--json"], { config: {} })).to.equal(exitCodes.usage);
    expect(JSON.parse(output.out)).to.nested.include({
      exitCode: 2,
      "error.code": "SETTINGS_INVALID",
    });
  });

  it("takes the environment from ENV, and an argument before that", async () => {
    await run(["preview"], {}, "production");
    expect(context.fake.opened).to.deep.equal(["production read"]);
    await run(["preview", "staging"], {}, "production");
    expect(context.fake.opened).to.deep.equal(["staging read"]);
    expect(await run(["preview"])).to.equal(exitCodes.usage);
    expect(output.err).to.include("No environment was named");
  });

  it("explains where settings come from, and runs nothing", async () => {
    expect(await run(["up", "staging", "--explain", "--cluster", "other"])).to.equal(0);
    expect(output.out).to.match(/cluster +other +flag --cluster/);
    expect(context.fake.runs).to.deep.equal([]);
    expect(context.fake.opened).to.deep.equal(["staging read"]);
  });

  it("refuses a command that comes later by name", async () => {
    expect(await run(["run", "staging", "--", "x"])).to.equal(exitCodes.usage);
    expect(output.err).to.match(/slipway \S+ is not available yet/);
    expect(context.fake.runs).to.deep.equal([]);
  });

  for (const command of ["up", "preview"]) {
    it(`wants to know the environment that ${command} --from names`, async () => {
      expect(await run([command, "staging", "--from", "test"])).to.equal(exitCodes.usage);
      expect(output.err).to.include("Pulumi.test.yaml: is not there");
      expect(context.fake.runs).to.deep.equal([]);
    });
  }

  it("hands --region and --profile to the program, and reads its own settings with them", async () => {
    const flags = ["--region", "eu-west-1", "--profile", "deploy"];
    expect(await run(["up", "staging", ...flags], released)).to.equal(0);
    const given = { region: "eu-west-1", profile: "deploy" };
    expect(requestTo("release", context.fake.runs[0]).flags).to.include(given);
    expect(await run(["preview", "staging", "--explain", ...flags])).to.equal(0);
    expect(output.out).to.match(/aws\.region +eu-west-1 +flag --region/);
    expect(output.out).to.match(/aws\.profile +deploy +flag --profile/);
  });

  it("makes one more deployment when forced, and none otherwise", async () => {
    expect(await run(["up", "staging", "--force"], released)).to.equal(0);
    expect(requestTo("release", context.fake.runs[0]).force).to.match(/^\d+$/);
    expect(await run(["up", "staging"], released)).to.equal(0);
    expect(requestTo("release", context.fake.runs[0]).force).to.equal(undefined);
  });

  it("lists what was released, however it was", async () => {
    const at = (minute: number) =>
      Date.parse(`2026-11-21T10:${String(minute).padStart(2, "0")}:00Z`);
    const update = (minute: number, message: string, result: "succeeded" | "failed") => ({
      ...{ kind: "update", message, result, startedAt: at(minute), endedAt: at(minute + 1) },
    });
    const updates = [
      { ...update(50, "", "succeeded"), commit: "c4", author: "Bob" },
      { ...update(45, "", "succeeded"), kind: "refresh" },
      update(40, "slipway rollback c1 by ann", "succeeded"),
      update(32, "slipway recovery c3 by ann", "succeeded"),
      update(30, "slipway up c3 by ann", "failed"),
      update(20, "slipway up c2", "failed"),
      update(10, "slipway up c1 by ci bot", "succeeded"),
    ];
    expect(await run(["history", "staging", "--json"], { history: updates })).to.equal(0);
    const { releases } = JSON.parse(output.out) as HistoryReport;
    expect(
      releases.map(({ kind, commit, outcome, by, seconds }) => [
        kind,
        commit,
        outcome,
        by,
        seconds,
      ]),
    ).to.deep.equal([
      ["update", "c4", "succeeded", "Bob", 60],
      ["rollback", "c1", "succeeded", "ann", 60],
      ["release", "c3", "failed, recovered", "ann", 180],
      ["release", "c2", "failed", undefined, 60],
      ["release", "c1", "succeeded", "ci bot", 60],
    ]);
    output = new FakeOutput();
    expect(await run(["history", "staging", "--limit", "1"], { history: updates })).to.equal(0);
    expect(output.out)
      .to.match(/update +c4 +succeeded +Bob +60/)
      .and.include("… and 4 older: --limit 5")
      .and.not.include("c3");
    await errorFrom(run(["history", "staging", "--limit", "none"]));
    expect(output.err).to.include("at least 1");
  });

  it("counts what is not shown of a long history so far", async () => {
    const startedAt = Date.parse("2026-11-21T10:00:00Z");
    const update = { kind: "update", message: "slipway up c1", startedAt } as const;
    const history = Array.from({ length: 130 }, () => ({
      ...update,
      result: "succeeded" as const,
    }));
    await run(["history", "staging"], { history });
    expect(output.out).to.include("… and more than 100 older: --limit 120\n");
    output = new FakeOutput();
    await run(["history", "staging"], { history: history.slice(0, 20) });
    expect(output.out).to.not.include("older");
  });

  it("names slipway preview where a user asks for up --dry-run", async () => {
    expect(await run(["up", "staging", "--dry-run"])).to.equal(exitCodes.usage);
    expect(output.err).to.include("no option --dry-run").and.include("slipway preview staging");
    expect(context.fake.opened).to.deep.equal([]);
  });

  for (const [command, said] of [
    ["preview", "Preview cancelled."],
    ["build", "Build cancelled."],
  ] as const) {
    it(`says of a ${command} that was cancelled only that, and nothing of Pulumi's`, async () => {
      const cancelled: Scenario = {
        events: [error("update canceled", "slipway:ecs:TaskRun", "task")],
        result: { succeeded: false, cancelled: true, message: "error: preview canceled" },
      };
      const signal = AbortSignal.abort(new Cancelled("SIGINT"));
      expect(await run([command, "staging"], cancelled, undefined, { signal })).to.equal(10);
      expect(output.err.split("\n").filter((line) => !/: building /.test(line))).to.deep.equal([
        `error: ${said}`,
        "",
      ]);
      expect(output.out).to.equal("");
      output = new FakeOutput();
      await run([command, "staging", "--json"], cancelled, undefined, { signal });
      expect(JSON.parse(output.out)).to.nested.include({ exitCode: 10, "error.message": said });
    });
  }

  it("knows which commands leave services moving when they are cancelled", async () => {
    const asked: boolean[] = [];
    for (const args of [["up"], ["rollback"], ["rollback", "--dry-run"], ["preview"], ["build"]]) {
      const runner = new CommandRunner("staging", (_, moves) => {
        asked.push(moves);
        return actionContext({});
      });
      await createProgram(runner, output, "1.2.3").parseAsync(args, { from: "user" });
    }
    expect(asked).to.deep.equal([true, true, false, false, false]);
  });

  it("offers what there is, each with an example", async () => {
    await errorFrom(run(["--help"]));
    for (const name of ["preview", "up", "build", "rollback", "status", "history", "sandbox"]) {
      expect(output.out).to.match(new RegExp(`^  ${name} `, "m"));
    }
    expect(output.out).to.not.match(/^ {2}run /m);
    for (const args of [
      ["preview"],
      ["up"],
      ["build"],
      ["rollback"],
      ["status"],
      ["history"],
      ["sandbox"],
      ["sandbox", "start"],
      ["sandbox", "env"],
      ["sandbox", "stop"],
      ["sandbox", "status"],
    ]) {
      output = new FakeOutput();
      await errorFrom(run([...args, "--help"]));
      expect(output.out, args.join(" ")).to.match(/Examples?:\n {2}slipway /);
    }
  });

  it("says what to do about an unexpected error, without its stack", async () => {
    const scenario: Scenario = {};
    const before = run(["up", "staging"], scenario);
    context.fake.up = () => Promise.reject(new Error("the sky fell"));
    expect(await before).to.equal(exitCodes.unexpected);
    expect(output.err).to.include("error: Unexpected: the sky fell");
    expect(output.err).to.not.include("    at ");
  });
});
