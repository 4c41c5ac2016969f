import { expect } from "chai";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Lock {
  takeLock(
    file: string,
    options?: { seconds?: number; onWait?: (owner: { pid: number }) => void },
  ): Promise<() => void>;
}

describe("the set-up's lock", () => {
  let lock: Lock;
  let folder: string;
  let file: string;

  before(async () => {
    lock = (await import(resolve(__dirname, "../../toolchain/support/lock.mjs"))) as Lock;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-lock-"));
    file = join(folder, "setup.lock");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const owned = (pid: number, host = hostname()) => {
    writeFileSync(file, JSON.stringify({ pid, host }));
  };
  // Above Linux's highest pid.
  const nobody = 5_000_000;

  async function refusal(): Promise<string> {
    const release = await lock.takeLock(file, { seconds: 0 }).catch(String);
    if (typeof release === "string") return release;
    release();
    throw new Error("the lock was given");
  }

  it("belongs to one at a time, and is given back", async () => {
    const release = await lock.takeLock(file);
    expect(await refusal()).to.contain(`held by pid ${process.pid}`);
    release();
    expect(existsSync(file)).to.equal(false);
    (await lock.takeLock(file))();
  });

  it("tells who is waited for, once", async () => {
    owned(process.pid);
    const owners: number[] = [];
    const onWait = ({ pid }: { pid: number }) => owners.push(pid);
    await lock.takeLock(file, { seconds: 0, onWait }).catch(() => undefined);
    expect(owners).to.deep.equal([process.pid]);
  });

  it("is taken over from a process that is no more", async () => {
    owned(nobody);
    (await lock.takeLock(file, { seconds: 0 }))();
  });

  it("is left to a process of another host, whose pids mean nothing here", async () => {
    owned(nobody, "elsewhere");
    expect(await refusal()).to.contain(`pid ${nobody}`);
  });

  it("is taken over when its owner has not touched it for long, whatever the pid says", async () => {
    owned(process.pid);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    (await lock.takeLock(file, { seconds: 0 }))();
  });

  it("goes to one only of many that find it stale", async () => {
    owned(nobody);
    let holders = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const release = await lock.takeLock(file, { seconds: 10 });
        most = Math.max(most, ++holders);
        await Promise.resolve();
        holders--;
        release();
      }),
    );
    expect(most).to.equal(1);
  });
});
