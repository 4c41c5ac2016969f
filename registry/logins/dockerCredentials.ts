import { execFile } from "node:child_process";
import { z } from "zod";
import { dockerConfigDirectory, readDockerConfig, type DockerConfigFile } from "./dockerConfigFile";
import { RegistryLoginFailed } from "../errors";
import type { CredentialSource, RegistryCredentials } from "./credentialSource";
import type { Environment } from "../../support/environment";
import { patience } from "../../support/patience";

const helperAnswer = z.object({ Username: z.string(), Secret: z.string() });
const source = "the Docker config";

/** Logins as the docker command has them: `auths`, `credHelpers` and `credsStore`. */
export function dockerCredentials(env: Environment): CredentialSource {
  return async (host, signal) => {
    const config = await readDockerConfig(dockerConfigDirectory(env));
    const names = namesOf(host);
    for (const name of names) {
      const helper = config.credHelpers?.[name];
      if (helper === "") return fromAuths(config, names);
      if (helper !== undefined) return fromHelper(helper, name, env, signal);
    }
    if (config.credsStore !== undefined && config.credsStore !== "") {
      for (const name of names) {
        const found = await fromHelper(config.credsStore, name, env, signal);
        if (found) return found;
      }
    }
    return fromAuths(config, names);
  };
}

/** Under which keys docker login writes a host. */
function namesOf(host: string): string[] {
  const hub = ["https://index.docker.io/v1/", "index.docker.io", "docker.io"];
  return host === "docker.io" ? hub : [host, `https://${host}`, `http://${host}`];
}

function fromAuths(
  { auths = {} }: DockerConfigFile,
  names: readonly string[],
): RegistryCredentials | undefined {
  for (const name of names) {
    const entry = auths[name] ?? auths[`${name}/`];
    if (!entry) continue;
    const decoded = Buffer.from(entry.auth ?? "", "base64").toString();
    const colon = decoded.indexOf(":");
    const username = entry.username ?? (colon < 0 ? undefined : decoded.slice(0, colon));
    const password = entry.password ?? (colon < 0 ? undefined : decoded.slice(colon + 1));
    if (entry.identitytoken !== undefined && entry.identitytoken !== "") {
      return { username: "", password: "", identityToken: entry.identitytoken, source };
    }
    if (username !== undefined && password !== undefined) return { username, password, source };
  }
  return undefined;
}

/** Asks `docker-credential-NAME get`, as the docker command does. */
async function fromHelper(
  helper: string,
  server: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<RegistryCredentials | undefined> {
  const program = `docker-credential-${helper}`;
  const { stdout, failed } = await run(program, server, env, signal);
  if (failed) {
    // The helpers' protocol has one message for "nothing known"; it comes on stdout.
    if (/credentials not found/i.test(stdout)) return undefined;
    throw new RegistryLoginFailed(
      `${program} could not be asked for the login to ${server}: ${failed}.`,
      `Install it, or take it out of Docker's config.json (credsStore, credHelpers).`,
    );
  }
  const parsed = helperAnswer.safeParse(json(stdout));
  if (!parsed.success) {
    throw new RegistryLoginFailed(
      `${program} answered with something else than a login to ${server}.`,
      "Update the credential helper.",
    );
  }
  const { Username: username, Secret: password } = parsed.data;
  return username === "<token>"
    ? { username: "", password: "", identityToken: password, source: program }
    : { username, password, source: program };
}

function run(
  program: string,
  input: string,
  env: Environment,
  signal?: AbortSignal,
): Promise<{ stdout: string; failed?: string }> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...env }, timeout: patience.credentialHelperMs, signal };
    const child = execFile(program, ["get"], options, (error, stdout) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (error) resolve({ stdout, failed: reasonOf(error) });
      else resolve({ stdout });
    });
    // A helper that is not there, or ends without reading, closes the pipe.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

function reasonOf(error: { code?: unknown; killed?: boolean }): string {
  if (error.code === "ENOENT") return "it is not installed";
  if (error.killed === true) return `it took longer than ${patience.credentialHelperMs / 1000} s`;
  return `it ended with ${String(error.code)}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
