import { expect } from "chai";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { clearDeadLocks } from "../../../automation/workspace/clearDeadLocks";
import {
  systemProcesses,
  type EngineProcesses,
} from "../../../automation/workspace/engineProcesses";
import { VirtualClock } from "../../_helpers/virtualClock";

type State = Awaited<ReturnType<EngineProcesses["stateOf"]>>;

describe("the locks of runs that died", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-lock-"));
    file = path.join(folder, "a.json");
    await writeFile(file, "{}");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** As engine 3.245 says it. */
  const said = (...locks: { host?: string; url?: string }[]) =>
    [
      `error: the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
      ...locks.map(
        ({ host = "vm", url = `file://${file}?no_tmp_dir=true` }, n) =>
          `  ${url}: created by root@${host} (pid ${41 + n}) at 2026-11-21T10:00:00Z`,
      ),
    ].join("\n");
  const processes = (states: Record<number, State>, onInterrupt = (_pid: number) => {}) => ({
    host: "vm",
    interrupted: [] as number[],
    stateOf: (pid: number) => Promise.resolve(states[pid] ?? "dead"),
    interrupt(pid: number) {
      this.interrupted.push(pid);
      onInterrupt(pid);
    },
  });

  it("are removed, and that is said", async () => {
    const done = await clearDeadLocks(said({}), processes({}), new VirtualClock());
    expect(done).to.include("process 41");
    expect(existsSync(file)).to.equal(false);
  });

  const respected: [string, Parameters<typeof said>, Record<number, State>][] = [
    ["the engine works for a runner that is there", [{}], { 41: "working" }],
    ["the system does not tell", [{}], { 41: "unknown" }],
    ["it is another host's", [{ host: "vm2" }], {}],
    ["it is in a bucket", [{ url: "s3://bucket/.pulumi/locks/a.json" }], {}],
    ["one of two is of a run that goes on", [{}, {}], { 42: "working" }],
  ];
  for (const [what, locks, states] of respected) {
    it(`are respected where ${what}`, async () => {
      const done = await clearDeadLocks(said(...locks), processes(states), new VirtualClock());
      expect(done).to.equal(undefined);
      expect(existsSync(file)).to.equal(true);
    });
  }

  it("are removed when the engine that nobody hears any more has stopped", async () => {
    const states: Record<number, State> = { 41: "orphan" };
    const orphans = processes(states, (pid) => {
      states[pid] = "dead";
    });
    const clock = new VirtualClock();
    const done = clearDeadLocks(said({}), orphans, clock);
    await clock.advance(100);
    expect(await done).to.include("process 41");
    expect(orphans.interrupted).to.deep.equal([41]);
  });

  it("are respected when that engine does not stop, asked twice", async () => {
    const orphans = processes({ 41: "orphan" });
    const clock = new VirtualClock();
    const done = clearDeadLocks(said({}), orphans, clock);
    await clock.advance(16_000);
    expect(await done).to.equal(undefined);
    expect(orphans.interrupted).to.deep.equal([41, 41]);
    expect(existsSync(file)).to.equal(true);
  });

  it("are of dead engines where the number is another program's now", async () => {
    expect(await systemProcesses.stateOf(process.pid)).to.equal(
      process.platform === "linux" ? "dead" : "unknown",
    );
  });
});
