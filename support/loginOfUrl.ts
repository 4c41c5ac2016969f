import { unescape } from "node:querystring";

export interface AddressWithLogin {
  /** Without the login: `fetch` refuses one, and names the whole URL in its error. */
  readonly url: string;
  /** Basic authentication, where the URL has a login. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Takes the login out of a URL (`https://user:password@host/`). */
export function loginOfUrl(text: string): AddressWithLogin {
  if (!URL.canParse(text)) return { url: text, headers: {} };
  const url = new URL(text);
  if (url.username === "" && url.password === "") return { url: text, headers: {} };
  const login = `${unescape(url.username)}:${unescape(url.password)}`;
  url.username = url.password = "";
  const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
  return { url: url.href, headers: { authorization } };
}
