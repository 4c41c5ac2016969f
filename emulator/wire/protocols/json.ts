import { header, type WireRequest, type WireResponse } from "../http";
import { serialization, type ServiceError } from "../serviceError";
import type { ServiceModule } from "../serviceModule";
import type { AnsweredCall, ParsedRequest, Protocol } from "./protocol";

/** JSON 1.0 and 1.1: `X-Amz-Target: PREFIX.Operation`, and the members as the body. */
export const json: Protocol = {
  name: "json",
  matches: (request) => targetOf(request) !== undefined,
  parse,
  answer,
  error: refusal,
};

const targetOf = (request: WireRequest) => header(request, "x-amz-target");

function parse(request: WireRequest, modules: readonly ServiceModule[]): ParsedRequest {
  const target = targetOf(request) ?? "";
  const dot = target.lastIndexOf(".");
  const [prefix, name] = [target.slice(0, dot), target.slice(dot + 1)];
  const module = modules.find((m) => m.protocol === "json" && m.targetPrefix === prefix);
  return {
    module,
    operation: module ? name : target,
    input: () => membersOf(request.body.toString("utf8")),
  };
}

/** The members of a JSON request; members that are null count as absent, as AWS reads them. */
function membersOf(body: string): Record<string, unknown> {
  if (body.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(body, (_key, v: unknown) => (isObject(v) ? withoutNulls(v) : v));
  } catch {
    throw serialization("The body is not JSON.");
  }
  if (!isObject(value)) throw serialization("The body is not a JSON object.");
  return value;
}

const contentType = ({ jsonVersion = "1.1" }: Partial<ServiceModule>) =>
  `application/x-amz-json-${jsonVersion}`;

function answer({ module, output }: AnsweredCall, requestId: string): WireResponse {
  return {
    status: 200,
    headers: { "content-type": contentType(module), "x-amzn-requestid": requestId },
    body: JSON.stringify(output ?? {}),
  };
}

/**
 * The code is in the body and in a header: some SDKs read only one of them. A service that spoke the query protocol
 * before sends its old code, too, in a header that its SDKs prefer.
 */
function refusal(
  error: ServiceError,
  requestId: string,
  module: Partial<ServiceModule> = {},
): WireResponse {
  const old = module.queryCodes && (module.queryCodes[error.code] ?? error.code);
  return {
    status: error.status,
    headers: {
      "content-type": contentType(module),
      "x-amzn-requestid": requestId,
      "x-amzn-errortype": error.code,
      ...(old !== undefined && {
        "x-amzn-query-error": `${old};${error.status < 500 ? "Sender" : "Receiver"}`,
      }),
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(value)) {
    if (value[key] === null) Reflect.deleteProperty(value, key);
  }
  return value;
}
