import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { encodeEvent } from "../contract/events";
import { systemClock, type Clock } from "../support/clock";
import { patience } from "../support/patience";
import type { ResourceLog } from "./resource";

/** The engine's log service. Lines arrive in the order they were given: one call at a time. */
export class EngineLog {
  private client: EngineClient | undefined;
  private sent: Promise<void> = Promise.resolve();

  constructor(
    address: string | undefined,
    private readonly clock: Clock = systemClock,
  ) {
    if (address) this.connect(address);
  }

  connect(address: string): void {
    if (!this.client && address) {
      this.client = new EngineClient(address, grpc.credentials.createInsecure());
    }
  }

  /** The log of one resource. Events go out as debug lines, which `pulumi up` never prints. */
  of(urn: string): ResourceLog {
    let last: string | undefined;
    return {
      event: (event) => this.send(LogSeverity.DEBUG, encodeEvent(event), urn, false),
      status: (line) => {
        if (line === last) return;
        last = line;
        this.send(LogSeverity.INFO, line, urn, true);
      },
      warn: (line) => this.send(LogSeverity.WARNING, line, urn, false),
    };
  }

  /** Resolves when every line given so far has arrived, or could not. */
  flush(): Promise<void> {
    return this.sent;
  }

  /** Lines that are still on their way are lost: there is no engine any more. */
  close(): void {
    this.client?.close();
    this.client = undefined;
  }

  private send(severity: LogSeverity, message: string, urn: string, ephemeral: boolean): void {
    const { client } = this;
    if (!client) return;
    const request = new LogRequest()
      .setSeverity(severity)
      .setMessage(message)
      .setUrn(urn)
      .setEphemeral(ephemeral);
    // An engine that is gone or stuck hears nothing, and that is no reason to stop a rollout.
    this.sent = this.sent.then(
      () =>
        new Promise((resolve) => {
          const deadline = this.clock.now() + patience.engineLogMs;
          try {
            client.log(request, new grpc.Metadata(), { deadline }, () => resolve());
          } catch {
            resolve(); // closed since
          }
        }),
    );
  }
}
