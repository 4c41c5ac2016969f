import { credentialScope } from "../credentialScope";
import { header, type WireRequest, type WireResponse } from "../http";
import type { ServiceModel } from "../model/serviceModel";
import type { ServiceError } from "../serviceError";
import type { ServiceModule } from "../serviceModule";
import type { AnsweredCall, ParsedRequest, Protocol } from "./protocol";

/** A form with `Action=Operation` in, XML out. */
export const query: Protocol = {
  name: "query",
  matches: (request) => formOf(request).has("Action"),
  parse,
  answer,
  error: refusal,
};

function parse(request: WireRequest, modules: readonly ServiceModule[]): ParsedRequest {
  const form = formOf(request);
  const action = form.get("Action") ?? undefined;
  const module = moduleOf(modules, action, request);
  const operation = action ?? "(none)";
  const shape = module?.model?.operations[operation]?.input;
  return { module, operation, input: () => membersOf(form, module?.model, shape) };
}

const formOf = ({ body }: WireRequest) => new URLSearchParams(body.toString("utf8"));

/** By the credential scope where several query services know the action, else by the action alone. */
function moduleOf(
  modules: readonly ServiceModule[],
  action: string | undefined,
  request: WireRequest,
): ServiceModule | undefined {
  const queries = modules.filter((m) => m.protocol === "query");
  const signedFor = credentialScope(header(request, "authorization"))?.service ?? "(none)";
  return (
    queries.find((m) => [m.name, m.model?.signingName].includes(signedFor)) ??
    queries.find((m) => action !== undefined && Object.hasOwn(m.operations, action))
  );
}

/** The members of a query request (`Tags.member.1.Key=…`), typed by the model's shape where it has one. */
function membersOf(
  form: URLSearchParams,
  model?: ServiceModel,
  shape?: string,
): Record<string, unknown> {
  const tree: Tree = {};
  for (const [key, value] of form) {
    if (key !== "Action" && key !== "Version") plant(tree, key.split("."), value);
  }
  return typed(tree, model, shape) as Record<string, unknown>;
}

interface Tree {
  [key: string]: Tree | string;
}

function plant(tree: Tree, [key = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const below = tree[key];
  const branch = typeof below === "object" ? below : {};
  tree[key] = branch;
  plant(branch, rest, value);
}

function typed(value: Tree | string, model?: ServiceModel, name?: string): unknown {
  const shape = name === undefined ? undefined : model?.shapes[name];
  if (typeof value === "string") {
    // An empty list is written as a member without a value.
    if (shape?.type === "list" && value === "") return [];
    if (shape?.type === "boolean") return value === "true";
    if (shape && /^(integer|long|float|double)$/.test(shape.type)) return Number(value);
    return value;
  }
  if (shape?.type === "list" || (!shape && "member" in value)) {
    const items = value["member"] ?? value;
    if (typeof items === "string") return [typed(items, model, shape?.member)];
    return Object.entries(items)
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, item]) => typed(item, model, shape?.member));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, v]) => [key, typed(v, model, shape?.members?.[key])]),
  );
}

/** The model, where there is one, tells which numbers are timestamps. */
function answer({ module, operation, output }: AnsweredCall, requestId: string): WireResponse {
  const { xmlNamespace = "", model } = module;
  const shape = model?.operations[operation]?.output;
  const result = `<${operation}Result>${elements(output, model, shape)}</${operation}Result>`;
  return xml(
    200,
    `<${operation}Response xmlns="${xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    requestId,
  );
}

function refusal(
  error: ServiceError,
  requestId: string,
  { xmlNamespace = "", queryCodes = {} }: Partial<ServiceModule> = {},
): WireResponse {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const code = queryCodes[error.code] ?? error.code;
  return xml(
    error.status,
    `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${type}</Type><Code>${escape(code)}</Code><Message>${escape(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    requestId,
  );
}

function xml(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}

function elements(value: unknown, model?: ServiceModel, name?: string): string {
  const shape = name === undefined ? undefined : model?.shapes[name];
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    return value.map((v) => `<member>${elements(v, model, shape?.member)}</member>`).join("");
  }
  if (typeof value === "object") {
    return Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .map(([key, v]) => `<${key}>${elements(v, model, shape?.members?.[key])}</${key}>`)
      .join("");
  }
  if (shape?.type === "timestamp") return new Date(Number(value) * 1000).toISOString();
  return escape(typeof value === "string" ? value : JSON.stringify(value));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replace(/[&<>"]/g, (c) => entities[c] ?? c);
