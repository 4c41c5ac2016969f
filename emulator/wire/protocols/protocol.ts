import type { WireRequest, WireResponse } from "../http";
import type { ServiceError } from "../serviceError";
import type { ServiceModule } from "../serviceModule";

/** One way in which AWS's services put calls and answers into HTTP. */
export interface Protocol {
  /** As `ServiceModule.protocol` has it. */
  readonly name: ServiceModule["protocol"];
  /** Whether a request is in this protocol, by its form alone. */
  matches(request: WireRequest): boolean;
  /** Finds out which service and operation a request names. Never throws. */
  parse(request: WireRequest, modules: readonly ServiceModule[]): ParsedRequest;
  answer(call: AnsweredCall, requestId: string): WireResponse;
  /** @param module absent where the request names no service of the emulator */
  error(error: ServiceError, requestId: string, module?: ServiceModule): WireResponse;
}

/** Whom a request is for, and how to read the rest of it. */
export interface ParsedRequest {
  /** Undefined where the emulator has no such service. */
  module?: ServiceModule;
  operation: string;
  /**
   * The operation's members, read from the request.
   * @throws ServiceError for a request that cannot be read
   */
  input(): Record<string, unknown>;
}

/** An operation's output, to be written. */
export interface AnsweredCall {
  module: ServiceModule;
  operation: string;
  output: unknown;
}
