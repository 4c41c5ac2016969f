import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import type { Clock } from "../support/clock";
import { SandboxFailed } from "./errors";
import { endProcess, recordProcess } from "./processTable";
import type { ProcessRecord } from "./sandboxState";

/** A running process of the sandbox. */
export interface Part {
  name: string;
  record: ProcessRecord;
  /** Resolves when it has ended, whoever ended it. */
  ended: Promise<void>;
  /** The first line that it wrote to its standard output, where that was asked for. */
  firstLine: Promise<string>;
}

export interface PartCommand {
  name: string;
  file: string;
  args: string[];
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Reads the standard output's first line instead of logging the output. */
  speaks?: boolean;
}

/** Starts the sandbox's processes, keeps a record of each for whoever cleans up, and ends them. */
export class Parts {
  private readonly running: Part[] = [];
  private recording = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly logs: string,
    private readonly recorded: (records: ProcessRecord[]) => Promise<void>,
  ) {}

  /** @throws SandboxFailed when the program can't be started at all */
  async start({ name, file, args, env, cwd, speaks }: PartCommand): Promise<Part> {
    const log = await open(path.join(this.logs, `${name}.log`), "a", 0o600);
    // Standard input stays open as long as this process lives: a part that reads it ends with it.
    const child = spawn(file, args, {
      cwd,
      env: env,
      detached: true,
      stdio: ["pipe", speaks ? "pipe" : log.fd, log.fd],
    });
    const started = pidOf(child, file);
    await log.close();
    const pid = await started;
    const part: Part = {
      name,
      record: await recordProcess(name, pid),
      ended: new Promise((resolve) => child.once("exit", () => resolve())),
      firstLine: speaks
        ? firstLine(child, path.join(this.logs, `${name}.out`))
        : Promise.resolve(""),
    };
    this.running.push(part);
    await this.record();
    return part;
  }

  /**
   * Waits until `ready` answers true.
   * @throws SandboxFailed with the end of the part's log when it ends before, or takes longer than `ms`
   */
  async untilReady(part: Part, ms: number, ready: () => Promise<boolean>): Promise<void> {
    const deadline = this.clock.monotonic() + ms;
    let over = false;
    void part.ended.then(() => (over = true));
    while (!(await ready().catch(() => false))) {
      if (over as boolean) throw await this.failure(part, "ended while it started");
      if (this.clock.monotonic() > deadline) {
        throw await this.failure(part, `was not ready within ${ms / 1000} s`);
      }
      await this.clock.sleep(50);
    }
  }

  /** Resolves with the first part that ends by itself. */
  async firstEnded(): Promise<Part> {
    return Promise.race(this.running.map((part) => part.ended.then(() => part)));
  }

  async failure(part: Part, how: string): Promise<SandboxFailed> {
    const file = path.join(this.logs, `${part.name}.log`);
    const log = await readFile(file, "utf8").catch(() => "");
    const tail = log.trim().split("\n").slice(-5).join("\n");
    return new SandboxFailed(
      `The sandbox's ${part.name} ${how}.${tail === "" ? "" : ` Its last words:\n${tail}`}`,
      `Look into ${file}.`,
    );
  }

  /** Parts start side by side; their records are written one after the other. */
  private record(): Promise<void> {
    this.recording = this.recording.then(() =>
      this.recorded(this.running.map(({ record }) => record)),
    );
    return this.recording;
  }

  /** Ends one part, giving it `patience` milliseconds. */
  async end(part: Part, patience: number): Promise<void> {
    await endProcess(part.record, this.clock, patience);
    this.running.splice(this.running.indexOf(part), 1);
    await this.record();
  }

  /** Ends all parts but those called `kept`, the last one first. */
  async endExcept(kept: string, patience: number): Promise<void> {
    const ending = this.running.filter(({ name }) => name !== kept);
    for (const part of ending.toReversed()) await this.end(part, patience);
  }
}

function pidOf(child: ChildProcess, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new SandboxFailed(`${file} can't be started: ${cause.message}`, undefined, { cause })),
    );
    child.once("spawn", () => resolve(child.pid ?? 0));
    child.stdin?.on("error", () => undefined);
  });
}

function firstLine(child: ChildProcess, rest: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      const end = text.indexOf("\n");
      if (end < 0) return;
      child.stdout?.removeAllListeners("data").pipe(createWriteStream(rest));
      resolve(text.slice(0, end));
    });
    child.once("exit", () => resolve(""));
  });
}
