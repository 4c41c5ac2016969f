import type { LoggedCall } from "../../emulator/faults/control/callLog";
import type { ApiFault, TaskPlan } from "../../emulator/faults/scenario";
import { systemClock } from "../../support/clock";

/** The emulator's control endpoint: faults, and who made which calls. */
export class Control {
  private readonly byKey = new Map<string, LoggedCall[]>();

  constructor(
    private readonly endpoint: string,
    private readonly token: string,
  ) {}

  /** One more user, whose calls are told from the others'. @returns the key's secret */
  async addKey(accessKeyId: string): Promise<string> {
    const key = (await this.send("POST", "keys", { accessKeyId })) as { secretAccessKey: string };
    return key.secretAccessKey;
  }

  plan(plan: TaskPlan): Promise<unknown> {
    return this.send("POST", "tasks", plan);
  }

  fault(fault: Partial<ApiFault> & Pick<ApiFault, "fault">): Promise<unknown> {
    return this.send("POST", "api", fault);
  }

  /** AWS's clock, in milliseconds since the epoch. */
  async now(): Promise<number> {
    const { now } = (await this.send("GET", "state")) as { now: string };
    return Date.parse(now);
  }

  /** Every call that was signed with this access key, oldest first; grows as they are collected. */
  callsOf(accessKeyId: string): LoggedCall[] {
    const calls = this.byKey.get(accessKeyId) ?? [];
    this.byKey.set(accessKeyId, calls);
    return calls;
  }

  /** Collects calls by their keys until told to stop. */
  async collect(signal: AbortSignal): Promise<void> {
    await this.drain(signal, (call) => this.callsOf(call.accessKeyId ?? "").push(call));
  }

  /** Does `work`. @returns what it gives, and every call that anyone made meanwhile, oldest first */
  async during<T>(work: () => Promise<T>): Promise<{ value: T; calls: LoggedCall[] }> {
    await this.take();
    const calls: LoggedCall[] = [];
    const done = new AbortController();
    const draining = this.drain(done.signal, (call) => calls.push(call));
    // A failure to drain shows when it is waited for, not while the work goes on.
    draining.catch(() => undefined);
    try {
      return { value: await work(), calls };
    } finally {
      done.abort();
      await draining;
    }
  }

  /** The emulator keeps only the newest calls, so that they are taken from it again and again. */
  private async drain(signal: AbortSignal, each: (call: LoggedCall) => void): Promise<void> {
    while (!signal.aborted) {
      await systemClock.sleep(250, signal).catch(() => undefined);
      for (const call of await this.take()) each(call);
    }
  }

  private async take(): Promise<LoggedCall[]> {
    return (await this.send("DELETE", "calls")) as LoggedCall[];
  }

  private async send(method: string, name: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.endpoint}/_slipway/${name}`, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`);
    return response.json();
  }
}
