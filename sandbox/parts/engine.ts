import type Docker from "dockerode";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { SandboxFailed } from "../errors";
import type { Parts } from "../part";
import type { Programs } from "../programs";
import type { SandboxPaths } from "../sandboxPaths";
import type { Environment } from "../../support/environment";

export interface Engine {
  /** As in DOCKER_HOST. */
  host: string;
  own: boolean;
}

/** The engine that answers here, else one of the sandbox's own, which is yet to be started. */
export async function chooseEngine(
  paths: SandboxPaths,
  env: Environment,
  choice: "auto" | "own",
): Promise<Engine> {
  const found = choice === "auto" ? await answeringEngine(env) : undefined;
  if (found !== undefined) return { host: found, own: false };
  if (process.getuid?.() !== 0) {
    throw new SandboxFailed(
      "No Docker engine answers, and only root can start one.",
      "Start Docker, or point DOCKER_HOST at an engine.",
    );
  }
  return { host: `unix://${path.join(paths.run, "docker.sock")}`, own: true };
}

/** Which engine answers: DOCKER_HOST's, else one at a place where engines listen. */
export async function answeringEngine(env: Environment): Promise<string | undefined> {
  const usual = ["/var/run/docker.sock", path.join(env.HOME ?? "/", ".docker/run/docker.sock")];
  const hosts = env.DOCKER_HOST ? [env.DOCKER_HOST] : usual.map((socket) => `unix://${socket}`);
  for (const host of hosts) if (await answers(host)) return host;
  return undefined;
}

export function connect(host: string): Docker {
  // It takes a third of a second to load, and the runner's other commands need none of it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` can't be bundled from CommonJS without an extension
  const DockerClient = require("dockerode") as typeof Docker;
  if (host.startsWith("unix://"))
    return new DockerClient({ socketPath: host.slice("unix://".length) });
  const url = new URL(host);
  return new DockerClient({ protocol: "http", host: url.hostname, port: Number(url.port || 2375) });
}

async function answers(host: string): Promise<boolean> {
  try {
    await connect(host).ping();
    return true;
  } catch {
    return false;
  }
}

/** Without a bridge and firewall rules of its own: those would outlive it. */
export async function startEngine(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
  env: Environment,
  host: string,
): Promise<void> {
  const run = path.join(paths.run, "engine");
  await mkdir(run, { recursive: true, mode: 0o700 });
  const engine = await parts.start({
    name: "dockerd",
    file: programs.need("dockerd"),
    args: [
      ...["--data-root", path.join(paths.storage, "engine")],
      ...["--exec-root", run],
      ...["--pidfile", path.join(paths.run, "dockerd.pid")],
      ...["--host", host],
      ...["--bridge", "none", "--iptables=false", "--ip6tables=false"],
    ],
    // The engine looks for containerd, runc and docker-proxy there.
    env: { ...env, PATH: `${env.PATH ?? ""}:/usr/sbin:/sbin` },
  });
  await parts.untilReady(engine, 60_000, () => answers(host));
}
