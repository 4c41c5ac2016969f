import { serialization, type ServiceError } from "../serviceError";
import type { ServiceModule } from "../serviceModule";

/** The members of a JSON request; members that are null count as absent, as AWS reads them. */
export function parseJsonBody(body: string): Record<string, unknown> {
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

/** An answer, ready to be written. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What the JSON protocols' answers differ in from service to service. */
export type JsonDialect = Pick<ServiceModule, "jsonVersion" | "queryCodes">;

const contentType = ({ jsonVersion = "1.1" }: JsonDialect) =>
  `application/x-amz-json-${jsonVersion}`;

export function jsonResponse(
  output: unknown,
  requestId: string,
  dialect: JsonDialect = {},
): WireResponse {
  return {
    status: 200,
    headers: { "content-type": contentType(dialect), "x-amzn-requestid": requestId },
    body: JSON.stringify(output ?? {}),
  };
}

/**
 * Code in the body and in the header: some SDKs read only one of them. A service that spoke the query
 * protocol before says its old code, too, in a header that its SDKs prefer.
 */
export function jsonError(
  error: ServiceError,
  requestId: string,
  dialect: JsonDialect = {},
): WireResponse {
  const old = dialect.queryCodes && (dialect.queryCodes[error.code] ?? error.code);
  return {
    status: error.status,
    headers: {
      "content-type": contentType(dialect),
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
