import { CommandError, type LocalWorkspace } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import type { EngineEventLike, EngineNotice } from "../../../automation/workspace/engineNotice";
import type { InlineProgram, InlineRun } from "../../../automation/workspace/inline/inlineProgram";
import {
  EngineRun,
  ignoredWarning,
  type EngineGround,
} from "../../../automation/workspace/engineRun";
import type { RunFolder } from "../../../automation/workspace/runFolder";
import type { ReadSettings } from "../../../config/settings";
import type { RunRequest } from "../../../contract/runRequest";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { revision, rolled, step } from "../_helpers/engineEvents";

/** An engine that streams `events` and fails with `printed`. */
function failing(
  printed: string,
  events: readonly EngineEventLike[],
  ground: Partial<EngineGround> = {},
  state?: string,
): EngineRun {
  const workspace = {
    workDir: "/project",
    envVars: {},
    selectStack: () => Promise.resolve(),
    serializeArgsForOp: () => Promise.resolve([]),
    postCommandCallback: () => Promise.resolve(),
    pulumiCommand: {
      async run(args: string[]) {
        const log = args[args.indexOf("--event-log") + 1] ?? "";
        await writeFile(log, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
        throw new CommandError(printed);
      },
    },
  };
  return new EngineRun(
    workspace as unknown as LocalWorkspace,
    { stackFile: "/run/Pulumi.staging.yaml" } as unknown as RunFolder,
    { name: "staging", origin: "existing", config: { values: {}, secretKeys: [] }, state },
    {
      ...{ clock: new VirtualClock(), env: {}, program: undefined },
      pulumi: () => Promise.resolve("{}"),
      attach: () => Promise.resolve({ env: {}, wasUsed: true, close: () => undefined }),
      ...ground,
    },
  );
}

const read = {} as ReadSettings;
const request: RunRequest = { kind: "release", flags: {}, onFailure: "rollback" };
const options = {
  parallel: 1,
  read,
  request,
  env: {},
  message: "slipway up",
  onNotice: () => undefined,
};
const printed = "error: mage-web: failed.\n  | Error: incorrect passphrase";

describe("a run of the engine that fails", () => {
  it("is told by what stands between it and the stack", async () => {
    const stack = step("create", "pulumi:pulumi:Stack", "mage-staging");
    const error = await errorFrom(failing(printed, stack).up(options));
    expect(error).to.have.property("code", "PASSPHRASE_WRONG");
  });

  const begun: [string, EngineEventLike[]][] = [
    ["has told of a rollout", rolled("mage-web", { kind: "failed", cause: "tasks" })],
    ["has told of a revision", [revision("mage-web", 1)]],
    ["has come to a resource", step("create", "slipway:ecs:ServiceRollout", "mage-web")],
  ];
  for (const [what, events] of begun) {
    it(`is not mistaken for that by what a container wrote, once it ${what}`, async () => {
      const result = await failing(printed, events).up(options);
      expect(result).to.include({ succeeded: false, cancelled: false, message: printed });
    });
  }

  it("was cancelled where the signal ended it before it could say so", async () => {
    const died = "code: -2\n stdout: \n stderr: \n";
    const signal = AbortSignal.abort(new Error("SIGINT"));
    expect(await failing(died, []).up({ ...options, signal })).to.include({
      ...{ succeeded: false, cancelled: true, message: died },
    });
    expect(await failing(died, []).up(options)).to.include({ cancelled: false });
  });
});

describe("a run of the engine with a program in this process", () => {
  const recovery: RunRequest = { kind: "recovery", flags: {}, services: {}, outputs: {} };
  const cluster = step("same", "slipway:registry:ImageTag", "mage");

  it("gives the program what the runner has read, and its variables", async () => {
    const given: InlineRun[] = [];
    const program: InlineProgram = (run) => {
      given.push(run);
      return () => Promise.resolve({});
    };
    const run = failing(printed, cluster, { program, env: { HOME: "/home" } });
    await run.up({ ...options, env: { DOCKER_CONFIG: "/run" } });
    expect(given).to.have.length(1);
    expect(given[0]?.read).to.equal(read);
    expect(given[0]?.request).to.equal(request);
    expect(given[0]?.env).to.include({ HOME: "/home", DOCKER_CONFIG: "/run" });
  });

  it("has a provider of its own for each operation, which ends with it", async () => {
    const log: string[] = [];
    const attach: EngineGround["attach"] = (_env, { kind }) => {
      log.push(`attached for a ${kind}`);
      return Promise.resolve({ env: {}, wasUsed: true, close: () => log.push("closed") });
    };
    const run = failing(printed, cluster, { attach });
    await run.up(options);
    await run.up({ ...options, request: recovery });
    expect(log).to.deep.equal([
      "attached for a release",
      "closed",
      "attached for a recovery",
      "closed",
    ]);
  });

  it("warns where the engine did not use the provider here", async () => {
    const told: EngineNotice[] = [];
    const attach = () => Promise.resolve({ env: {}, wasUsed: false, close: () => undefined });
    await failing(printed, cluster, { attach }).up({ ...options, onNotice: (n) => told.push(n) });
    expect(told.at(-1)).to.deep.equal({
      ...{ kind: "diagnostic", level: "warning", message: ignoredWarning },
    });
  });

  it("does not warn of an engine that ended before it needed a provider", async () => {
    const told: EngineNotice[] = [];
    const attach = () => Promise.resolve({ env: {}, wasUsed: false, close: () => undefined });
    const stack = step("same", "pulumi:pulumi:Stack", "mage-staging");
    await failing("error: no", stack, { attach }).up({
      ...options,
      onNotice: (n) => told.push(n),
    });
    expect(told.filter(({ kind }) => kind === "diagnostic")).to.deep.equal([]);
  });
});

describe("the state of an open stack", () => {
  const state = (commit: string) =>
    JSON.stringify({
      deployment: {
        resources: [{ urn: "u", type: "pulumi:pulumi:Stack", outputs: { commit } }],
      },
    });

  it("is that of the opening at the first look, and asked for anew after it", async () => {
    const run = failing(
      printed,
      [],
      { pulumi: () => Promise.resolve(state("later")) },
      state("at first"),
    );
    expect((await run.state()).outputs).to.deep.equal({ commit: "at first" });
    expect((await run.state()).outputs).to.deep.equal({ commit: "later" });
  });

  it("is asked for anew once the engine has run, because it may have changed", async () => {
    const run = failing(
      "error: no",
      [],
      { pulumi: () => Promise.resolve(state("later")) },
      state("at first"),
    );
    await run.up(options);
    expect((await run.state()).outputs).to.deep.equal({ commit: "later" });
  });
});
