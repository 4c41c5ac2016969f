/** A `WWW-Authenticate` header: how a registry wants to be asked. */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      readonly realm: string;
      readonly service?: string;
      readonly scope?: string;
    };

const parameter = /([a-zA-Z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

/** @returns undefined where the header is missing or of another scheme */
export function parseChallenge(header: string | null): Challenge | undefined {
  const scheme = /^\s*(basic|bearer)\b/i.exec(header ?? "")?.[1]?.toLowerCase();
  if (header === null || scheme === undefined) return undefined;
  if (scheme === "basic") return { scheme: "basic" };
  const values = new Map<string, string>();
  for (const [, name = "", quoted, plain] of header.matchAll(parameter)) {
    values.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
  }
  const realm = values.get("realm");
  if (realm === undefined) return undefined;
  const service = values.get("service");
  const scope = values.get("scope");
  return {
    scheme: "bearer",
    realm,
    ...(service !== undefined && { service }),
    ...(scope !== undefined && { scope }),
  };
}
