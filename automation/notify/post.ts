import { messageOf } from "../../support/errors";
import { loginOfUrl } from "../../support/loginOfUrl";
import type { Send } from "./notifier";

/** An answer only serves to say what was wrong; what is shown of it is cut once it is masked. */
const longestAnswer = 10_000;

/**
 * Sends JSON. The address is a secret: no error names it.
 * @returns the answer's text
 * @throws Error saying what was answered, or why there was no answer
 */
export async function post(
  send: Send,
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const { url, headers: login } = loginOfUrl(address);
  const answer = await send(url, {
    method: "POST",
    // Following it would send the message to another address.
    redirect: "manual",
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "slipway",
      ...login,
      ...headers,
    },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error(causeOf(error));
  });
  const text = await answer.text();
  if (answer.ok) return text;
  const said = text.trim().replace(/\s+/g, " ").slice(0, longestAnswer);
  throw new Error(`it answered ${answer.status}${said === "" ? "" : `: ${said}`}`);
}

/** Node's own message is `fetch failed`; what failed is the code of its cause. */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return `no answer (${code ?? messageOf(cause instanceof Error ? cause : error)})`;
}
