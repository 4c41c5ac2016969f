import Docker from "dockerode";

/** @param host as in DOCKER_HOST: `unix:///path` or `tcp://host:port` */
export function connectEngine(host: string): Docker {
  const socketPath = socketOf(host);
  if (socketPath !== undefined) return new Docker({ socketPath });
  const url = new URL(host);
  return new Docker({ protocol: "http", host: url.hostname, port: Number(url.port || 2375) });
}

/** The path of an engine's unix socket, where it has one; it may have blanks in it. */
export const socketOf = (host: string): string | undefined =>
  host.startsWith("unix://") ? host.slice("unix://".length) : undefined;

/** The engine's own words, without what dockerode puts before them. */
export function engineMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}
