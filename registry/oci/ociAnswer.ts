export interface OciRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST";
  /** Below the repository: `manifests/v1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** A whole answer; what is asked for here is small. */
export interface OciAnswer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}
