import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { program } from "../../support/checkout";

const run = promisify(execFile);

/** An emulator of simulated tasks, in a process of its own, so that its memory is all its own. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: string,
    readonly credentials: { accessKeyId: string; secretAccessKey: string },
  ) {}

  static async start(timeScale: number): Promise<EmulatorProcess> {
    const args = [...program("emulator"), "--time-scale", String(timeScale), "--exit-with-parent"];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`The emulator ended with ${String(code)}.`)));
    });
    const { endpoint, accessKeyId, secretAccessKey } = JSON.parse(line) as Record<
      "endpoint" | "accessKeyId" | "secretAccessKey",
      string
    >;
    return new EmulatorProcess(child, endpoint, { accessKeyId, secretAccessKey });
  }

  /** What it holds in memory now, in MiB. */
  async memory(): Promise<number> {
    const { stdout } = await run("ps", ["-o", "rss=", "-p", String(this.child.pid)]);
    return Number(stdout.trim()) / 1024;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin?.end();
    await ended;
  }
}
