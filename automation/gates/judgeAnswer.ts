import type { HttpGateSettings } from "../../config/settings";

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  readonly body: string;
}

/** A shorter beginning of a commit could be any. */
const shortestCommit = 7;

/**
 * Says how an answer differs from the expected one; undefined where it does not.
 * @param version the commit that is released; an answer may have its beginning alone
 */
export function judgeAnswer(
  expected: Pick<HttpGateSettings, "status" | "body" | "version">,
  version: string,
  { status, headers, body }: Answer,
): string | undefined {
  if (status !== expected.status) return `status ${status} instead of ${expected.status}`;
  if (expected.body !== undefined && !body.includes(expected.body)) {
    return `the answer does not have ${JSON.stringify(expected.body)} in it`;
  }
  if (expected.version === undefined) return undefined;
  const answered = versionIn(expected.version, headers, body);
  if (answered === undefined) return `the answer names no version at ${expected.version}`;
  const fits = answered.length >= shortestCommit && version.startsWith(answered);
  return answered === version || fits
    ? undefined
    : `the answer is of version ${shown(answered)} instead of ${version}`;
}

/** @param where a field of JSON (`build.commit`), or `header:NAME` */
function versionIn(where: string, headers: Answer["headers"], body: string): string | undefined {
  if (where.startsWith("header:")) return headers.get(where.slice(7).trim())?.trim();
  let at: unknown;
  try {
    at = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const key of where.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === "string" || typeof at === "number" ? String(at) : undefined;
}

function shown(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
