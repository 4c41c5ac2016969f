import { jsonError, jsonResponse, parseJsonBody, type WireResponse } from "./protocols/json";
import { checkRequest } from "./model/checkRequest";
import { parseQueryBody, queryError, queryResponse } from "./protocols/query";
import { notModelled, ServiceError, unknownOperation } from "./serviceError";
import type { Operation, RequestContext, ServiceModule } from "./serviceModule";

/** A request to an AWS API, before anything of it is understood. */
export interface WireRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

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

const unsigned = new ServiceError(
  "MissingAuthenticationTokenException",
  "Request is missing Authentication Token",
);

/** Finds the service and operation a request names, runs it and puts the outcome into the service's protocol. */
export async function dispatch(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  wire: WireRequest,
  request: RequestContext,
): Promise<WireResponse> {
  const target = header(wire, "x-amz-target");
  if (target !== undefined) return dispatchJson(modules, interceptors, target, wire, request);
  const form = new URLSearchParams(wire.body);
  const action = form.get("Action") ?? undefined;
  const module = queryModule(modules, action, wire);
  try {
    if (!module || action === undefined) throw unknownOperation(action ?? "(none)");
    if (!header(wire, "authorization")) throw unsigned;
    const operation = find(module, action);
    const shape = module.model?.operations[action]?.input;
    const input = parseQueryBody(form, module.model, shape);
    checkRequest(module, action, input);
    const output = await run(module, action, operation, input, interceptors, request);
    return queryResponse(action, output, request.requestId, module);
  } catch (error) {
    return queryError(asServiceError(error), request.requestId, module);
  }
}

async function dispatchJson(
  modules: readonly ServiceModule[],
  interceptors: readonly Interceptor[],
  target: string,
  wire: WireRequest,
  request: RequestContext,
): Promise<WireResponse> {
  const dot = target.lastIndexOf(".");
  const [prefix, name] = [target.slice(0, dot), target.slice(dot + 1)];
  const module = modules.find((m) => m.protocol === "json" && m.targetPrefix === prefix);
  try {
    if (!module) throw unknownOperation(target);
    if (!header(wire, "authorization")) throw unsigned;
    const operation = find(module, name);
    const input = parseJsonBody(wire.body);
    checkRequest(module, name, input);
    const output = await run(module, name, operation, input, interceptors, request);
    return jsonResponse(output, request.requestId, module);
  } catch (error) {
    return jsonError(asServiceError(error), request.requestId, module);
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
  wire: WireRequest,
): ServiceModule | undefined {
  const queries = modules.filter((m) => m.protocol === "query");
  const scope = credentialScope(header(wire, "authorization"));
  return (
    queries.find((m) => m.name === scope?.service || m.model?.signingName === scope?.service) ??
    queries.find((m) => action !== undefined && Object.hasOwn(m.operations, action))
  );
}

/** Of `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
export function credentialScope(
  authorization: string | undefined,
): { accessKeyId: string; region: string; service: string } | undefined {
  const parts = /Credential=([^/,]+)\/\d+\/([^/,]+)\/([^/,]+)\//.exec(authorization ?? "");
  const [, accessKeyId, region, service] = parts ?? [];
  return accessKeyId && region && service ? { accessKeyId, region, service } : undefined;
}

function header(wire: WireRequest, name: string): string | undefined {
  const value = wire.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof ConnectionReset) throw error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ServiceError("ServerException", `The emulator failed: ${text}`, 500);
}
