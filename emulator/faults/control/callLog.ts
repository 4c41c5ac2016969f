import type { Clock } from "../../../support/clock";
import type { Interceptor } from "../../wire/dispatch";
import { ServiceError } from "../../wire/serviceError";

export interface LoggedCall {
  /** Milliseconds since the epoch, by AWS's clock. */
  at: number;
  service: string;
  operation: string;
  /** Who signed it. */
  accessKeyId?: string;
  /** `ok`, an error's code, or `reset`. */
  outcome: string;
}

const most = 10_000;

/** Which calls were made, oldest first: for tests that count them. Their members are not kept. */
export class CallLog {
  readonly calls: LoggedCall[] = [];

  constructor(private readonly clock: Clock) {}

  /** Empties the log. @returns what was in it */
  take(): LoggedCall[] {
    return this.calls.splice(0);
  }

  readonly interceptor: Interceptor = async ({ service, operation }, { accessKeyId }, next) => {
    const signer = accessKeyId === undefined ? {} : { accessKeyId };
    const call: LoggedCall = { at: this.clock.now(), service, operation, ...signer, outcome: "ok" };
    this.calls.push(call);
    if (this.calls.length > most) this.calls.shift();
    try {
      return await next();
    } catch (error) {
      call.outcome = error instanceof ServiceError ? error.code : "reset";
      throw error;
    }
  };
}
