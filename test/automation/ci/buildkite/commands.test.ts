import { expect } from "chai";
import { CommandRunner } from "../../../../automation/commands/commandRunner";
import { Cancelled } from "../../../../automation/release/errors";
import { exitCodes } from "../../../../automation/report/exitCodes";
import { LineHost } from "../../../../automation/io/lineHost";
import { createStyle } from "../../../../automation/io/style";
import type { Notice } from "../../../../automation/notify/notice";
import { createProgram } from "../../../../automation/commands/createProgram";
import { actionContext, stackConfig, type FakeContext } from "../../_helpers/actionContext";
import { image, revision, rolled, rollout } from "../../_helpers/engineEvents";
import { FakeAgent } from "../../_helpers/fakeAgent";
import { FakeOutput } from "../../_helpers/fakeOutput";
import type { Scenario } from "../../_helpers/fakeWorkspace";

const config = { ...stackConfig, "slipway:services": '["mage-web"]' };
const found = image({
  name: "mage",
  action: "existing",
  reference: "repo/mage:new",
  digest: "sha256:12",
});
const planned = (from: number) => ({
  events: [
    found,
    revision("mage-web", from, { preview: true }),
    rollout("mage-web", "planned", { from: `mage-web:${from}`, to: undefined }),
  ],
});
const released = {
  events: [found, revision("mage-web", 1), ...rolled("mage-web", { kind: "deployed" })],
};

const build = {
  BUILDKITE: "true",
  BUILDKITE_BUILD_URL: "https://buildkite.com/mage/mage/builds/7",
  BUILDKITE_JOB_ID: "j1",
  BUILDKITE_MESSAGE: "Fix <b>it</b>\n\nAt length.",
  BUILDKITE_REPO: "git@github.com:mage/mage.git",
  BUILDKITE_PULL_REQUEST: "false",
};
const fork = {
  ...build,
  BUILDKITE_PULL_REQUEST: "12",
  BUILDKITE_PULL_REQUEST_REPO: "git://github.com/eve/mage.git",
};

interface Surroundings {
  env?: Record<string, string>;
  credentials?: boolean;
  agent?: boolean;
  signal?: AbortSignal;
}

describe("commands in a job of Buildkite's", () => {
  let agent: FakeAgent;
  let output: FakeOutput;
  let context: FakeContext;
  let told: Notice[];

  beforeEach(() => {
    agent = new FakeAgent();
    output = new FakeOutput();
    told = [];
  });

  async function run(
    args: string[],
    scenario: Scenario,
    { env = build, credentials = true, agent: withAgent = true, signal }: Surroundings = {},
  ): Promise<number> {
    const listener = {
      name: "Slack",
      tell: (notice: Notice) => Promise.resolve(void told.push(notice)),
    };
    const buildkite = withAgent ? { buildkite: agent } : {};
    const extra = { ...buildkite, notifiers: [listener], env, credentials, signal };
    context = actionContext({ config, ...scenario }, extra);
    const runner = new CommandRunner(undefined, (kind) => {
      const form =
        kind === "json"
          ? ({ kind, mask: (value: unknown) => context.mask.json(value) } as const)
          : ({ kind } as const);
      return { ...context, io: new LineHost(output, createStyle(false), form) };
    });
    await createProgram(runner, output, "1.2.3").parseAsync(args, { from: "user" });
    return runner.exitCode;
  }

  const last = () => agent.annotations.at(-1);

  it("annotate the build with a preview, and print the same as Markdown", async () => {
    await run(["preview", "staging", "--output", "markdown"], planned(1));
    expect(last()).to.deep.include({ context: "slipway-staging-preview", style: "info" });
    expect(output.out).to.match(/^### `staging`: what `4f1c2d9\w+` would change\n/);
    expect(last()?.markdown).to.equal(
      `${output.out.trimEnd()}\n\n\`Fix <b>it</b>\` · [log](https://buildkite.com/mage/mage/builds/7#j1)`,
    );
    expect(agent.metaData.size).to.equal(0);
  });

  it("annotate it with progress and outcome, in one place", async () => {
    expect(await run(["up", "staging"], released)).to.equal(exitCodes.success);
    const contexts = new Set(agent.annotations.map(({ context }) => context));
    expect([...contexts]).to.deep.equal(["slipway-staging-up"]);
    expect(agent.annotations[0]?.style).to.equal("info");
    expect(last()?.style).to.equal("success");
    expect(last()?.markdown).to.include("| `mage-web` | `mage-web:1` | `mage-web:2` | deployed |");
  });

  it("leave digests and revisions to later steps", async () => {
    await run(["up", "staging"], released);
    expect(Object.fromEntries(agent.metaData)).to.deep.equal({
      "slipway:staging:commit": "4f1c2d9e0b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d",
      "slipway:staging:images": '{"mage":"repo/mage@sha256:12"}',
      "slipway:staging:revisions": '{"mage-web":"mage-web:2"}',
    });
  });

  it("annotate what broke off, and print it as Markdown too", async () => {
    const args = ["up", "staging", "--output", "markdown"];
    expect(await run(args, { config: {} })).to.equal(exitCodes.usage);
    expect(last()?.style).to.equal("error");
    expect(last()?.markdown).to.match(
      /^### `staging`: up: not begun: usage or settings\n\n```text\nThe settings/,
    );
    expect(output.out).to.match(/^### Slipway failed\n\n```text\n/);
  });

  it("mask a secret where it is cut or escaped, too", async () => {
    const secret = "hunter2|hunter2";
    const env = { ...build, DEPLOY_TOKEN: secret };
    const reason = `it wrote ${secret} ${"x".repeat(3_990)}`;
    const events = [
      found,
      revision("mage-web", 1),
      ...rolled("mage-web", { kind: "failed", cause: "tasks" }, { reason }),
    ];
    const result = { succeeded: false, cancelled: false };
    const stop = { ...config, "slipway:rollout": JSON.stringify({ onFailure: "stop" }) };
    const scenario = { config: stop, events, result };
    await run(["up", "staging", "--output", "markdown"], scenario, { env });
    // As what leaves the process is masked once more.
    const printed = context.mask.text(output.out);
    for (const text of [printed, ...agent.annotations.map(({ markdown }) => markdown)]) {
      expect(text).to.not.match(/hunter2/);
    }
    expect(printed).to.include("[secret]");
  });

  it("end the same when the agent fails", async () => {
    agent.failure = new Error("no network");
    expect(await run(["preview", "staging"], planned(1))).to.equal(exitCodes.success);
    expect(output.err).to.include("warning: The annotation could not be written: no network");
  });

  describe("with an approval between preview and release", () => {
    beforeEach(async () => {
      await run(["preview", "staging", "--for-approval"], planned(1));
      output = new FakeOutput();
      expect([...agent.metaData.keys()]).to.deep.equal(["slipway:staging:plan"]);
    });

    it("tell that it waits", () => {
      expect(told.map(({ state }) => state)).to.deep.equal(["waiting"]);
    });

    it("release what was approved", async () => {
      const scenario = { ...planned(1), later: [released] };
      expect(await run(["up", "staging"], scenario)).to.equal(exitCodes.success);
      expect(context.fake.opened).to.deep.equal(["staging read", "staging create"]);
    });

    it("refuse what is another plan by now, and touch nothing", async () => {
      const scenario = { ...planned(3), later: [released] };
      expect(await run(["up", "staging", "--json"], scenario)).to.equal(exitCodes.preflightRefused);
      expect(context.fake.opened).to.deep.equal(["staging read"]);
      expect(JSON.parse(output.out)).to.nested.include({ "error.code": "PLAN_CHANGED" });
      expect(last()?.markdown).to.include("mage-web runs mage-web:3; the approver saw mage-web:1.");
      // `told` is of both commands.
      expect(told.map(({ state, error }) => error?.code ?? state)).to.deep.equal([
        "waiting",
        "PLAN_CHANGED",
      ]);
    });

    it("refuse the release where the plan can't be made again, because it could not be compared", async () => {
      const result = { succeeded: false, cancelled: false, message: "The registry is in trouble." };
      const scenario = { result, later: [released] };
      expect(await run(["up", "staging", "--json"], scenario)).to.equal(exitCodes.preflightRefused);
      expect(context.fake.opened).to.deep.equal(["staging read"]);
      const { error } = JSON.parse(output.out) as { error: { code: string; message: string } };
      expect(error.code).to.equal("APPROVAL_UNCLEAR");
      expect(error.message).to.include("The registry is in trouble.");
    });

    it("refuse where the approval can't be read", async () => {
      agent.failure = new Error("no network");
      expect(await run(["up", "staging"], released)).to.equal(exitCodes.preflightRefused);
      expect(context.fake.opened).to.deep.equal([]);
    });

    it("are cancelled where the signal also ended the question after it", async () => {
      agent.failure = new Error("buildkite-agent meta-data ended with a signal: ");
      const signal = AbortSignal.abort(new Cancelled("SIGTERM"));
      expect(await run(["up", "staging"], released, { signal })).to.equal(exitCodes.cancelled);
    });
  });

  it("keep no plan for an approval that the agent did not take", async () => {
    agent.failure = new Error("no network");
    const code = await run(["preview", "staging", "--for-approval"], planned(1));
    expect(code).to.equal(exitCodes.preflightRefused);
    expect(told).to.deep.equal([]);
  });

  it("ask nobody to approve what a job without the agent's command can't keep", async () => {
    const code = await run(["preview", "staging", "--for-approval"], planned(1), { agent: false });
    expect(code).to.equal(exitCodes.preflightRefused);
    expect(output.err).to.include("there is no buildkite-agent on the PATH");
    expect(told).to.deep.equal([]);
  });

  describe("without AWS credentials", () => {
    it("only check the settings for a pull request of a fork", async () => {
      const outside = { env: fork, credentials: false };
      expect(await run(["preview", "staging"], planned(1), outside)).to.equal(exitCodes.success);
      expect(output.out).to.include(
        "staging: the settings are in order, and nothing was read: there are no AWS credentials here, and a pull request of a fork gets none.",
      );
      expect(context.fake.opened).to.deep.equal([]);
      expect(last()?.markdown).to.include("nothing was read");
    });

    it("find problems of the settings all the same", async () => {
      const outside = { env: fork, credentials: false };
      const broken = { config: { ...config, "slipway:cluster": "no such name!" } };
      expect(await run(["preview", "staging"], broken, outside)).to.equal(exitCodes.usage);
      expect(output.err).to.include("slipway:cluster");
    });

    it("leave out what is secret", async () => {
      const secretKeys = ["slipway:cluster"];
      const hidden = { config: { ...config, "slipway:cluster": "no such name!" }, secretKeys };
      const outside = { env: fork, credentials: false };
      expect(await run(["preview", "staging", "--json"], hidden, outside)).to.equal(0);
      expect(JSON.parse(output.out)).to.deep.include({ read: false, notChecked: secretKeys });
    });

    it("do the same where it was asked for, and nowhere else", async () => {
      const outside = { credentials: false };
      await run(["preview", "staging", "--allow-no-credentials"], planned(1), outside);
      expect(context.fake.opened).to.deep.equal([]);
      await run(["preview", "staging"], planned(1), outside);
      expect(context.fake.opened).to.deep.equal(["staging read"]);
    });

    it("read as ever where a fork's build has credentials", async () => {
      await run(["preview", "staging"], planned(1), { env: fork, credentials: true });
      expect(context.fake.opened).to.deep.equal(["staging read"]);
    });
  });
});
