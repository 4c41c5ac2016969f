type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The names under which a listener is called by its clients, each with its port. */
export function ownNames(
  { address, port }: { address: string; port: number },
  further: readonly string[] = [],
): ReadonlySet<string> {
  const bound = address.includes(":") ? `[${address}]` : address;
  const loopback = ["127.0.0.1", "::1"].includes(address)
    ? ["127.0.0.1", "localhost", "[::1]"]
    : [];
  const names = [bound, ...loopback].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  return new Set([...names, ...further].map((name) => name.toLowerCase()));
}

/**
 * Why a request is not one of the listener's own clients'. A page of another site can call this machine, even under its
 * own name (DNS rebinding); its browser then says so in one of three headers.
 */
export function foreignRequest(headers: Headers, names: ReadonlySet<string>): string | undefined {
  const { host, origin, "sec-fetch-site": site } = headers;
  if (typeof host !== "string" || !names.has(host.toLowerCase())) {
    return `This is not the host ${String(host ?? "(none)")}.`;
  }
  if (
    origin !== undefined &&
    !names.has(
      String(origin)
        .toLowerCase()
        .replace(/^http:\/\//, ""),
    )
  ) {
    return `Pages of ${String(origin)} may not call it.`;
  }
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return "Pages of other sites may not call it.";
  }
  return undefined;
}

/** The answer to such a request: what anybody may know. */
export const foreignText = (why: string): string =>
  `Refused: ${why} Slipway's emulator answers to its own names only.\n`;
