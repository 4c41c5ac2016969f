import type { LoggedCall } from "../../emulator/control/callLog";
import type { ApiFault, TaskPlan } from "../../emulator/scenario/scenario";
import { systemClock } from "../../support/clock";

/** The emulator's control endpoint: faults, and who made which calls. */
export class Control {
  private readonly byKey = new Map<string, LoggedCall[]>();

  constructor(
    private readonly endpoint: string,
    private readonly token: string,
  ) {}

  /** Adds one more user: the emulator's log names each call's key. @returns the key's secret */
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

  /** Every call that was signed with this access key, oldest first; grows as they are collected. */
  callsOf(accessKeyId: string): LoggedCall[] {
    const calls = this.byKey.get(accessKeyId) ?? [];
    this.byKey.set(accessKeyId, calls);
    return calls;
  }

  /** Collects calls until told to stop: the emulator keeps only the newest. */
  async collect(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await systemClock.sleep(250, signal).catch(() => undefined);
      const calls = (await this.send("DELETE", "calls")) as LoggedCall[];
      for (const call of calls) this.callsOf(call.accessKeyId ?? "").push(call);
    }
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
