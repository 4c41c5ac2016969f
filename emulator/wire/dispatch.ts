import { AccessRefused, refusalOf } from "../access/accessRefused";
import type { Signatures } from "../access/signatures";
import type { WireRequest, WireResponse } from "./http";
import { checkRequest } from "./model/checkRequest";
import { protocolOf } from "./protocols/protocols";
import { notModelled, ServiceError, unknownOperation } from "./serviceError";
import type { Operation, RequestContext, ServiceModule } from "./serviceModule";

/** A call, as interceptors and the log of calls see it. */
export interface Call {
  service: string;
  operation: string;
  input: Readonly<Record<string, unknown>>;
}

/** Stands between the wire and the operation: can wait, refuse, or answer instead. */
export type Interceptor = (
  call: Call,
  request: RequestContext,
  next: () => Promise<unknown>,
) => Promise<unknown>;

/** A failure below HTTP: the server cuts the connection without an answer. */
export class ConnectionReset extends Error {}

/**
 * Finds out whose call it is, and which service and operation the request names, runs that, and puts the outcome into
 * the request's protocol (protocols/).
 */
export async function dispatch(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  wire: WireRequest,
  signatures: Signatures,
  request: RequestContext,
): Promise<WireResponse> {
  const protocol = protocolOf(wire);
  const parsed = protocol.parse(wire, modules);
  const { module, operation: name } = parsed;
  try {
    const caller = await callerOf(wire, signatures, protocol.name);
    if (!module) throw unknownOperation(name);
    const operation = find(module, name);
    const input = parsed.input();
    checkRequest(module, name, input);
    const known = { ...request, ...caller };
    const output = await run(module, name, operation, input, interceptors, known);
    return protocol.answer({ module, operation: name, output }, request.requestId);
  } catch (error) {
    return protocol.error(asServiceError(error), request.requestId, module);
  }
}

function find(module: ServiceModule, name: string): Operation {
  if (Object.hasOwn(module.operations, name)) {
    const operation = module.operations[name];
    if (operation) return operation;
  }
  const model = module.model;
  if (model && (Object.hasOwn(model.operations, name) || model.otherOperations.includes(name))) {
    throw notModelled(name);
  }
  throw unknownOperation(name);
}

function run(
  module: ServiceModule,
  name: string,
  operation: Operation,
  input: Record<string, unknown>,
  interceptors: readonly Interceptor[],
  request: RequestContext,
): Promise<unknown> {
  const call: Call = { service: module.name, operation: name, input };
  const chain = interceptors.reduceRight<() => Promise<unknown>>(
    (next, interceptor) => () => interceptor(call, request, next),
    async () => await operation(input as never, request),
  );
  return chain();
}

/** @throws ServiceError in the words of the request's protocol */
async function callerOf(wire: WireRequest, signatures: Signatures, protocol: "json" | "query") {
  try {
    return await signatures.callerOf(wire);
  } catch (error) {
    throw error instanceof AccessRefused ? refusalOf(error, protocol) : error;
  }
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof ConnectionReset) throw error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ServiceError("ServerException", `The emulator failed: ${text}`, 500);
}
