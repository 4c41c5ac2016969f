import { realpathSync } from "node:fs";
import path from "node:path";

/** What the owner of this machine lets task definitions have of it; nothing, unless it is said. */
export interface AllowedRights {
  /** Privileged containers, devices, the host's namespaces, and capabilities beyond Docker's own. */
  privileged: boolean;
  /** Absolute; these folders may be mounted, and what is below them. */
  hostFolders: readonly string[];
  /** The engine's own socket, which is never mounted without `privileged`. */
  socket?: string;
}

/** The members of a task definition that ask for something of the host. */
export interface HostDemands {
  networkMode?: string;
  pidMode?: string;
  ipcMode?: string;
  volumes?: readonly { name?: string; host?: { sourcePath?: string } }[];
  containerDefinitions: readonly ContainerDemands[];
}

interface ContainerDemands {
  name?: string;
  privileged?: boolean;
  linuxParameters?: { devices?: readonly unknown[]; capabilities?: { add?: readonly string[] } };
}

/** What Docker gives a container anyway (docs.docker.com, Runtime privilege and Linux capabilities). */
const ownCapabilities = new Set([
  ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD"],
  ...["NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
]);

const refused = (what: string, remedy: string) =>
  `${what} is not carried out on this machine. Start the sandbox with ${remedy} to allow it.`;
const byFlag = (what: string) => refused(what, "--allow-privileged");

/**
 * The first thing that a task definition asks of the host and does not get.
 * @returns undefined where there is none
 */
export function refusedRight(demands: HostDemands, allowed: AllowedRights): string | undefined {
  return refusedMode(demands, allowed) ?? refusedVolume(demands, allowed);
}

function refusedMode(demands: HostDemands, { privileged }: AllowedRights): string | undefined {
  if (privileged) return undefined;
  for (const mode of ["networkMode", "pidMode", "ipcMode"] as const) {
    if (demands[mode] === "host") return byFlag(`${mode} host`);
  }
  for (const { name = "", linuxParameters = {}, ...container } of demands.containerDefinitions) {
    if (container.privileged) return byFlag(`privileged, of the container ${name},`);
    if (linuxParameters.devices?.length) return byFlag(`devices, of the container ${name},`);
    const added = linuxParameters.capabilities?.add?.find(
      (capability) => !ownCapabilities.has(capability.toUpperCase().replace(/^CAP_/, "")),
    );
    if (added !== undefined) return byFlag(`The capability ${added}, of the container ${name},`);
  }
  return undefined;
}

function refusedVolume({ volumes = [] }: HostDemands, allowed: AllowedRights): string | undefined {
  for (const { name = "", host } of volumes) {
    if (host?.sourcePath === undefined) continue;
    const what = `The host folder ${host.sourcePath}, of the volume ${name},`;
    const folder = realPathOf(host.sourcePath);
    if (!allowed.hostFolders.some((root) => isWithin(folder, realPathOf(root)))) {
      return refused(what, "--allow-host-folder");
    }
    const { socket } = allowed;
    if (!allowed.privileged && socket !== undefined && isWithin(realPathOf(socket), folder)) {
      return byFlag(`${what} which holds the engine's socket,`);
    }
  }
  return undefined;
}

/** Where a path leads, symlinks followed; the part of it that is not there yet stays as it is. */
export function realPathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(realPathOf(parent), path.basename(file));
  }
}

const isWithin = (file: string, folder: string) =>
  file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
