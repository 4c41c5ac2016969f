type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A request to an AWS API, before its protocol is known. */
export interface WireRequest {
  headers: Headers;
  body: string;
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
