import { AccessRefused } from "./accessRefused";

/** What an `Authorization` header of Signature Version 4 says. */
export interface Authorization {
  accessKeyId: string;
  /** YYYYMMDD. */
  date: string;
  region: string;
  service: string;
  /** In small letters. */
  signedHeaders: readonly string[];
  signature: string;
}

const algorithm = "AWS4-HMAC-SHA256";

/** @throws AccessRefused where there is none, or a part of it is missing */
export function parseAuthorization(header: string | undefined): Authorization {
  if (!header?.startsWith(`${algorithm} `)) {
    throw new AccessRefused("unsigned", "Request is missing Authentication Token");
  }
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(",")
      .map((part) => {
        const [name = "", ...value] = part.trim().split("=");
        return [name, value.join("=")] as const;
      }),
  );
  const scope = /^([\w-]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request$/.exec(
    part(parts, "Credential"),
  );
  const [, accessKeyId, date, region, service] = scope ?? [];
  if (!accessKeyId || !date || !region || !service) {
    throw new AccessRefused(
      "incomplete",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term",
    );
  }
  const signedHeaders = part(parts, "SignedHeaders").toLowerCase().split(";");
  const signature = part(parts, "Signature");
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

function part(parts: ReadonlyMap<string, string>, name: string): string {
  const value = parts.get(name);
  if (value) return value;
  throw new AccessRefused("incomplete", `Authorization header requires '${name}' parameter.`);
}
