import { CommandError, type LocalWorkspace } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import type { EngineEventLike } from "../../../automation/workspace/engineNotice";
import { EngineRun, type EngineGround } from "../../../automation/workspace/engineRun";
import type { RunFolder } from "../../../automation/workspace/runFolder";
import type { ReadSettings } from "../../../config/settings";
import { VirtualClock } from "../../../support/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";
import { revision, rolled, step } from "../_helpers/engineEvents";

/** An engine that streams `events` and fails with `printed`. */
function failing(
  printed: string,
  events: readonly EngineEventLike[],
  ground: Partial<EngineGround> = {},
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
    { name: "staging", origin: "existing", config: { values: {}, secretKeys: [] } },
    {
      ...{ clock: new VirtualClock(), env: {}, program: undefined },
      pulumi: () => Promise.resolve("{}"),
      attach: () => Promise.resolve({ env: {}, wasUsed: true, close: () => undefined }),
      ...ground,
    },
  );
}

const read = {} as ReadSettings;
const options = { parallel: 1, read, env: {}, message: "slipway up", onNotice: () => undefined };
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
