import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AccessKey } from "../../emulator/access/accessKeys";
import { testKey } from "./testAccess";

export interface ToSign {
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  key?: AccessKey;
  service?: string;
  /** @default now */
  date?: Date;
}

/** The headers of a signed POST to `endpoint`. */
export async function signedHeaders(
  endpoint: string,
  { headers = {}, body = "", key = testKey, service = "ecs", date = new Date() }: ToSign,
): Promise<Record<string, string>> {
  const { host, hostname, pathname: path } = new URL(endpoint);
  const signer = new SignatureV4({
    ...{ credentials: key, region: "us-east-1", service, sha256: Sha256 },
  });
  const request = new HttpRequest({
    ...{ method: "POST", protocol: "http:", hostname, path, body },
    headers: { host, ...headers },
  });
  const signed = await signer.sign(request, { signingDate: date });
  return signed.headers;
}

/** A request that no SDK would send, signed as an SDK signs. */
export async function signedFetch(endpoint: string, request: ToSign): Promise<Response> {
  const headers = await signedHeaders(endpoint, request);
  return fetch(endpoint, { method: "POST", headers, body: request.body });
}
