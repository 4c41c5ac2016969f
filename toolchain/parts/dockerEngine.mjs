import { canInstallPackages, installPackages } from "../support/apt.mjs";
import { engineAt, hostsToAsk } from "../support/dockerHost.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { isRoot, system } from "../support/platform.mjs";
import { which } from "../support/program.mjs";
import { tryDockerd } from "../support/tryDockerd.mjs";
import { versionOf } from "../support/version.mjs";

/**
 * The engine that answers on this machine now, if one does.
 * @returns {Promise<{host: string, version: string} | undefined>}
 */
export async function answeringEngine() {
  for (const host of await hostsToAsk()) {
    const { version } = await engineAt(host);
    if (version) return { host, version };
  }
  return undefined;
}

/** A Docker engine that runs, or a dockerd that the sandbox can start. */
export const dockerEngine = {
  name: "docker engine",
  keys: ["dockerd", "docker", "dockerEngine"],

  async get(context) {
    const engine = await answeringEngine();
    if (engine) {
      return {
        how: "found",
        version: `${engine.version}, running at ${engine.host}`,
        entries: { dockerEngine: { ...engine, how: "found" }, ...(await programs("found")) },
      };
    }
    const fresh = which("dockerd") === undefined;
    if (fresh) {
      if (!canInstallPackages()) throw await whyNone();
      await installPackages("docker.io", "iptables");
    }
    if (!isRoot) throw await whyNone();
    const how = fresh ? "downloaded" : "found";
    const entries = await programs(how);
    if (!entries.dockerd) throw new PartMissing("dockerd does not run", "Install Docker again.");
    await tryDockerd(context.cache, entries.dockerd);
    return { how, fresh, version: entries.dockerd.version, entries };
  },
};

async function programs(how) {
  const entries = {};
  for (const [name, args] of [
    ["dockerd", ["--version"]],
    ["docker", ["--version"]],
  ]) {
    const path = which(name);
    const version = path && (await versionOf(path, ...args));
    if (version) entries[name] = { path, version, how };
  }
  return entries;
}

async function whyNone() {
  const asked = [];
  for (const host of await hostsToAsk()) asked.push(`${host}: ${(await engineAt(host)).reason}`);
  const install =
    system === "linux"
      ? "Install Docker's engine (Debian, Ubuntu: apt-get install docker.io)"
      : "Install Docker Desktop";
  const remedy = which("dockerd")
    ? "Start it (systemctl start docker) and put yourself into its group (usermod -aG docker $USER), or run this as root: the sandbox then starts dockerd itself."
    : `${install} and start it, or set DOCKER_HOST.`;
  return new PartMissing(`no Docker engine answers (${asked.join("; ")})`, remedy);
}
