import type { ServiceModel } from "./model/serviceModel";
import type { ServiceError } from "./serviceError";

/** The facts about a request that an operation may need: its caller, and how it came. */
export interface RequestContext {
  requestId: string;
  /** Whose signature the request carries; operations are called with one only. */
  accessKeyId?: string;
  region?: string;
  /** `http://127.0.0.1:PORT`, as the client reached the emulator. */
  endpoint: string;
  /** Aborts when the client goes away or the emulator closes. */
  signal: AbortSignal;
}

/**
 * One operation of a service: takes the request's members (checked against the model where there is one) and answers
 * the response's. Timestamps in both are seconds since the epoch. Refuses by throwing a `ServiceError`.
 */
export type Operation = (input: never, request: RequestContext) => unknown;

/** One AWS service: a table of operations, one file an operation. */
export interface ServiceModule {
  /** e.g. `ecs`; also the service name in the credential scope. */
  name: string;
  /** `json`: JSON routed by `X-Amz-Target`. `query`: form in, XML out, routed by `Action`. A service may have one module each. */
  protocol: "json" | "query";
  /** JSON: what stands before the dot in `X-Amz-Target`. */
  targetPrefix?: string;
  /** @default 1.1 */
  jsonVersion?: "1.0" | "1.1";
  /** Of a service that speaks both: the query protocol's names of errors that have another code there. */
  queryCodes?: Readonly<Record<string, string>>;
  /** Query: the XML namespace of the answers. */
  xmlNamespace?: string;
  /** Requests are checked against it; without one the operations check for themselves. */
  model?: ServiceModel;
  /** How this service words a request that lacks a required member or has an illegal value. */
  invalid?: (message: string) => ServiceError;
  operations: Readonly<Record<string, Operation>>;
}

/** The operations of one service, typed by its generated `Operations` (shapes.ts), all working on one `Service`. */
export type OperationTable<
  Shapes extends Record<keyof Shapes, { input: unknown; output: unknown }>,
  Service,
> = {
  [Name in keyof Shapes]?: (
    service: Service,
    input: Shapes[Name]["input"],
    request: RequestContext,
  ) => Shapes[Name]["output"] | Promise<Shapes[Name]["output"]>;
};

/** Binds a table to its service, as `ServiceModule.operations` wants it. */
export function bindOperations<
  Shapes extends Record<keyof Shapes, { input: unknown; output: unknown }>,
  Service,
>(table: OperationTable<Shapes, Service>, service: Service): Record<string, Operation> {
  const bound: Record<string, Operation> = {};
  for (const name of Object.keys(table) as (keyof Shapes & string)[]) {
    const operation = table[name];
    if (operation) bound[name] = (input, request) => operation(service, input, request);
  }
  return bound;
}
