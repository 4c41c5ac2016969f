type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A request to an AWS API as it came over the wire, to the byte, before its protocol is known. */
export interface WireRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: Buffer;
}

/** An answer, ready to be written. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The first value of a header. */
export function header({ headers }: { headers: Headers }, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
