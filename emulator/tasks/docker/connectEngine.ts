import Docker from "dockerode";

/** @param host as in DOCKER_HOST: `unix:///path` or `tcp://host:port` */
export function connectEngine(host: string): Docker {
  const url = new URL(host);
  if (url.protocol === "unix:") return new Docker({ socketPath: url.pathname });
  return new Docker({ protocol: "http", host: url.hostname, port: Number(url.port || 2375) });
}

/** The engine's own words, without what dockerode puts before them. */
export function engineMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}
