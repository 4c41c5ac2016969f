import { existsSync } from "node:fs";
import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { run, which } from "./program.mjs";

/** Where a Docker engine may answer: DOCKER_HOST alone when it is set, else the client's context and the usual sockets. */
export async function hostsToAsk(env = process.env) {
  if (env.DOCKER_HOST) return [env.DOCKER_HOST];
  const hosts = ["unix:///var/run/docker.sock"];
  const ofDesktop = join(homedir(), ".docker/run/docker.sock");
  if (existsSync(ofDesktop)) hosts.push(`unix://${ofDesktop}`);
  const ofContext = await hostOfContext();
  if (ofContext && !hosts.includes(ofContext)) hosts.unshift(ofContext);
  return hosts;
}

async function hostOfContext() {
  const docker = which("docker");
  if (!docker) return undefined;
  const args = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { code, stdout } = await run(docker, args, { seconds: 10 });
  return code === 0 ? stdout.trim() || undefined : undefined;
}

/**
 * Asks a Docker engine for its version, in at most 5 seconds.
 * @param {string} host `unix:///path`, `tcp://host:port`, or what only the docker client can speak to (ssh, TLS)
 * @returns {Promise<{version?: string, reason?: string}>}
 */
export async function engineAt(host, env = process.env) {
  const url = new URL(host);
  if (url.protocol === "unix:") return askOverHttp({ socketPath: url.pathname });
  if (url.protocol === "tcp:" && !env.DOCKER_TLS_VERIFY) {
    return askOverHttp({ host: url.hostname, port: url.port || 2375 });
  }
  const docker = which("docker");
  if (!docker) return { reason: "only the docker client can ask it, and that is not installed" };
  const args = ["--host", host, "version", "--format", "{{.Server.Version}}"];
  const { code, stdout, output } = await run(docker, args, { seconds: 20 });
  return code === 0 ? { version: stdout.trim() } : { reason: output.trim() };
}

function askOverHttp(where) {
  return new Promise((resolve) => {
    const asked = request({ ...where, path: "/version", timeout: 5000 }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve(readVersion(response.statusCode, body)));
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer within 5 s")));
    asked.on("error", (error) => resolve({ reason: reasonOf(error) }));
    asked.end();
  });
}

function readVersion(status, body) {
  try {
    const { Version: version } = JSON.parse(body);
    return version ? { version } : { reason: `HTTP ${status}` };
  } catch {
    return { reason: `HTTP ${status}, which is no Docker engine` };
  }
}

function reasonOf({ code, message }) {
  if (code === "ENOENT") return "there is no such socket";
  if (code === "ECONNREFUSED") return "nobody listens";
  if (code === "EACCES") return "this user may not use it";
  return message;
}
