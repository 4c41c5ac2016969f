import type { Clock } from "../../support/clock";
import { ConnectionReset, type Call, type Interceptor } from "../wire/dispatch";
import { ServiceError } from "../wire/serviceError";
import { HeldCalls } from "./heldCalls";
import type { ApiFault } from "./scenario";
import { fits } from "../core/wildcard";

/** Faults that calls of the API run into. */
export class ApiFaults {
  readonly held = new HeldCalls();
  private faults: { fault: ApiFault; seen: number }[] = [];

  constructor(private readonly clock: Clock) {}

  set(faults: readonly ApiFault[]): void {
    this.faults = faults.map((fault) => ({ fault, seen: 0 }));
  }

  add(fault: ApiFault): void {
    this.faults.push({ fault, seen: 0 });
  }

  readonly interceptor: Interceptor = async (call, request, next) => {
    const hit = this.hit(call.service, call.operation, request.accessKeyId);
    switch (hit?.kind) {
      case undefined:
        return next();
      case "throttle":
        throw throttled();
      case "denied":
        throw denied(call.service, call.operation);
      case "error":
        throw new ServiceError(hit.code, hit.message, hit.status);
      case "reset":
        throw new ConnectionReset("Injected.");
      case "lost":
        await next();
        throw new ConnectionReset("Injected.");
      case "slow":
        await this.clock.sleep(hit.seconds * 1000, request.signal);
        return next();
      case "hold":
        if (hit.at === "request") await this.hold(call, "request", request.signal);
        return next().finally(() =>
          hit.at === "answer" ? this.hold(call, "answer", request.signal) : undefined,
        );
    }
  };

  private async hold(
    { service, operation }: Call,
    at: "request" | "answer",
    gone: AbortSignal,
  ): Promise<void> {
    try {
      await this.held.hold({ service, operation, at }, gone);
    } catch {
      throw new ConnectionReset("Its client went away.");
    }
  }

  /** The first fault whose turn it is; every fault that matches counts the call. */
  private hit(
    service: string,
    operation: string,
    accessKeyId: string | undefined,
  ): ApiFault["fault"] | undefined {
    let found: ApiFault["fault"] | undefined;
    for (const entry of this.faults) {
      const { fault } = entry;
      if (fault.service !== undefined && fault.service !== service) continue;
      if (!fits(fault.operation, operation) || !fits(fault.accessKeyId, accessKeyId)) continue;
      const turn = entry.seen++ - fault.skip;
      if (turn >= 0 && (fault.times === 0 || turn < fault.times)) found ??= fault.fault;
    }
    return found;
  }
}

/** The answer to a call that finds no token in its bucket (api/request-throttling). */
export const throttled = (): ServiceError =>
  new ServiceError("ThrottlingException", "Rate exceeded");

const denied = (service: string, operation: string): ServiceError =>
  new ServiceError(
    "AccessDeniedException",
    `User: arn:aws:iam::123456789012:user/slipway is not authorized to perform: ${service}:${operation} on resource: * because no identity-based policy allows the ${service}:${operation} action`,
  );
