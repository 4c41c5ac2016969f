import { AccessRefused, refusalOf } from "../access/accessRefused";
import type { ReceivedRequest, Signatures } from "../access/signatures";
import { jsonError, jsonResponse, parseJsonBody, type WireResponse } from "./json11";
import { checkRequest } from "./model/checkRequest";
import { parseQueryBody, queryError, queryResponse } from "./query";
import { notModelled, ServiceError, unknownOperation } from "./serviceError";
import type { Operation, RequestContext, ServiceModule } from "./serviceModule";

/** One understood call, as interceptors and the log of calls see it. */
export interface Call {
  service: string;
  operation: string;
  input: Readonly<Record<string, unknown>>;
}

/** Stands between the wire and the operation: may wait, refuse, or answer otherwise. */
export type Interceptor = (
  call: Call,
  request: RequestContext,
  next: () => Promise<unknown>,
) => Promise<unknown>;

/** A failure below HTTP: the server cuts the connection without an answer. */
export class ConnectionReset extends Error {}

/**
 * Finds out whose call it is, and which service and operation it names, runs that and puts the outcome into the
 * service's protocol.
 */
export async function dispatch(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  wire: ReceivedRequest,
  signatures: Signatures,
  request: RequestContext,
): Promise<WireResponse> {
  const caller = await signatures.callerOf(wire).catch((error: unknown) => {
    if (error instanceof AccessRefused) return error;
    throw error;
  });
  const known = caller instanceof AccessRefused ? caller : { ...request, ...caller };
  const target = header(wire, "x-amz-target");
  return target === undefined
    ? dispatchQuery(modules, interceptors, wire, known, request.requestId)
    : dispatchJson(modules, interceptors, target, wire, known, request.requestId);
}

async function dispatchQuery(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  wire: ReceivedRequest,
  request: RequestContext | AccessRefused,
  requestId: string,
): Promise<WireResponse> {
  const form = new URLSearchParams(wire.body.toString("utf8"));
  const action = form.get("Action") ?? undefined;
  const module = queryModule(modules, action, wire);
  try {
    if (request instanceof AccessRefused) throw refusalOf(request, "query");
    if (!module || action === undefined) throw unknownOperation(action ?? "(none)");
    const operation = find(module, action);
    const shape = module.model?.operations[action]?.input;
    const input = parseQueryBody(form, module.model, shape);
    checkRequest(module, action, input);
    const output = await run(module, action, operation, input, interceptors, request);
    return queryResponse(action, output, requestId, module);
  } catch (error) {
    return queryError(asServiceError(error), requestId, module);
  }
}

async function dispatchJson(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  target: string,
  wire: ReceivedRequest,
  request: RequestContext | AccessRefused,
  requestId: string,
): Promise<WireResponse> {
  const dot = target.lastIndexOf(".");
  const [prefix, name] = [target.slice(0, dot), target.slice(dot + 1)];
  const module = modules.find((m) => m.protocol === "json" && m.targetPrefix === prefix);
  try {
    if (request instanceof AccessRefused) throw refusalOf(request, "json");
    if (!module) throw unknownOperation(target);
    const operation = find(module, name);
    const input = parseJsonBody(wire.body.toString("utf8"));
    checkRequest(module, name, input);
    const output = await run(module, name, operation, input, interceptors, request);
    return jsonResponse(output, requestId, module);
  } catch (error) {
    return jsonError(asServiceError(error), requestId, module);
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

/** By the credential scope where several query services know the action, else by the action alone. */
function queryModule(
  modules: readonly ServiceModule[],
  action: string | undefined,
  wire: ReceivedRequest,
): ServiceModule | undefined {
  const queries = modules.filter((m) => m.protocol === "query");
  const service = signedService(header(wire, "authorization"));
  return (
    queries.find((m) => [m.name, m.model?.signingName].includes(service ?? "(none)")) ??
    queries.find((m) => action !== undefined && Object.hasOwn(m.operations, action))
  );
}

/** Of `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
function signedService(authorization: string | undefined): string | undefined {
  return /Credential=[^/,]+\/\d+\/[^/,]+\/([^/,]+)\//.exec(authorization ?? "")?.[1];
}

function header(wire: ReceivedRequest, name: string): string | undefined {
  const value = wire.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof ConnectionReset) throw error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ServiceError("ServerException", `The emulator failed: ${text}`, 500);
}
