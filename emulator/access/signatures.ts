import { createHash } from "node:crypto";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Clock } from "../../support/clock";
import type { WireRequest } from "../wire/http";
import { AccessRefused } from "./accessRefused";
import type { AccessKey, AccessKeys } from "./accessKeys";
import { parseAuthorization, type Authorization } from "./authorizationHeader";
import { sameSecret } from "./sameSecret";

/** Whose call it is, once the signature has shown it. */
export interface Caller {
  accessKeyId: string;
  region: string;
}

const invalidToken = "The security token included in the request is invalid.";
const mismatch =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** How far a call's date may be from ours (api/CommonErrors, RequestExpired), in milliseconds. */
const dateWindow = 15 * 60_000;

/** Lets in who signed with a key that the emulator knows (Signature Version 4 in headers), and no one else. */
export class Signatures {
  /** @param clock real time, by which clients date their calls, whatever AWS's clock does here */
  constructor(
    private readonly keys: AccessKeys,
    private readonly clock: Clock,
  ) {}

  /** @throws AccessRefused */
  async callerOf(request: WireRequest): Promise<Caller> {
    const claimed = parseAuthorization(header(request, "authorization"));
    const key = this.keys.find(claimed.accessKeyId);
    if (!key) throw new AccessRefused("unknown key", invalidToken);
    this.checkSession(key, header(request, "x-amz-security-token"));
    const signedAt = this.signedAt(request, claimed);
    checkSignedHeaders(request, claimed);
    checkPayload(request);
    const signature = await signatureOf(request, claimed, key, signedAt);
    if (!sameSecret(signature, claimed.signature)) {
      throw new AccessRefused("wrong signature", mismatch);
    }
    return { accessKeyId: key.accessKeyId, region: claimed.region };
  }

  private checkSession({ sessionToken, expiresAt }: AccessKey, token: string | undefined): void {
    if (!sameSecret(token ?? "", sessionToken ?? "")) {
      throw new AccessRefused("unknown key", invalidToken);
    }
    if (expiresAt !== undefined && expiresAt <= this.clock.now()) {
      throw new AccessRefused(
        "expired session",
        "The security token included in the request is expired",
      );
    }
  }

  private signedAt(request: WireRequest, { date }: Authorization): Date {
    const text = header(request, "x-amz-date") ?? "";
    const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
    const [, y, m, d, hours, minutes, seconds] = parts ?? [];
    const at = Date.parse(`${y}-${m}-${d}T${hours}:${minutes}:${seconds}Z`);
    if (Number.isNaN(at) || !text.startsWith(date)) {
      const problem = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version";
      throw new AccessRefused("wrong signature", `${problem} of date from HTTP`);
    }
    const now = this.clock.now();
    const [late, early] = [now - dateWindow, now + dateWindow];
    if (at < late) {
      const limit = `${compact(late)} (${compact(now)} - 15 min.)`;
      throw new AccessRefused(
        "wrong signature",
        `Signature expired: ${text} is now earlier than ${limit}`,
      );
    }
    if (at > early) {
      const limit = `${compact(early)} (${compact(now)} + 15 min.)`;
      throw new AccessRefused(
        "wrong signature",
        `Signature not yet current: ${text} is still later than ${limit}`,
      );
    }
    return new Date(at);
  }
}

/** Nothing that decides what a call does may be changed on the way: the host, and all headers of AWS's. */
function checkSignedHeaders({ headers }: WireRequest, { signedHeaders }: Authorization): void {
  const needed = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  if (needed.every((name) => signedHeaders.includes(name))) return;
  throw new AccessRefused("wrong signature", mismatch);
}

/** A client may say the hash of its payload; it has to be that of the payload that came. */
function checkPayload(request: WireRequest): void {
  const said = header(request, "x-amz-content-sha256");
  const hash = createHash("sha256").update(request.body).digest("hex");
  if (said !== undefined && said !== hash) throw new AccessRefused("wrong signature", mismatch);
}

/** What the client would have come to with this key, over the headers that it says it signed. */
async function signatureOf(
  { method, url, headers, body }: WireRequest,
  { region, service, signedHeaders }: Authorization,
  credentials: AccessKey,
  signingDate: Date,
): Promise<string> {
  const request = new HttpRequest({
    method,
    protocol: "http:",
    hostname: url.hostname,
    path: url.pathname,
    query: queryOf(url),
    headers: Object.fromEntries(
      signedHeaders.map((name) => [name, header({ headers }, name) ?? ""]),
    ),
    body,
  });
  const signer = new SignatureV4({
    ...{ credentials, region, service, sha256: Sha256, applyChecksum: false },
  });
  const signed = await signer.sign(request, {
    signingDate,
    signableHeaders: new Set(signedHeaders),
  });
  return /Signature=(\w+)$/.exec(signed.headers["authorization"] ?? "")?.[1] ?? "";
}

function queryOf({ searchParams }: URL): Record<string, string | string[]> {
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)]));
}

function header({ headers }: Pick<WireRequest, "headers">, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

/** As AWS writes a time in a signature. */
const compact = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
