import { execFile } from "node:child_process";
import { readdir, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { bridgeName } from "./dockerObjects";
import type { SandboxPaths } from "./sandboxPaths";

const execute = promisify(execFile);

/**
 * What an engine of the sandbox's own leaves on Linux when it is killed: containerd and its shims, the containers'
 * processes, mounts, the bridge. Everything is found by a folder or an id that is the sandbox's alone.
 */
export async function removeEngineRemains({ id, run, storage }: SandboxPaths): Promise<void> {
  if (process.platform !== "linux") return;
  const containers = await containerIds(storage);
  for (const { pid, command, groups } of await processes()) {
    const daemon =
      /containerd|dockerd|docker-proxy/.test(command[0] ?? "") &&
      command.some((word) => word.includes(`${run}/`));
    // A shim that was killed leaves its container to nobody: the control group still says whose it is.
    const contained = containers.some((container) => groups.includes(container));
    if (pid !== process.pid && (daemon || contained)) kill(pid);
  }
  await unmountAll([run, storage]);
  await deleteLink(bridgeName(id));
  for (const container of containers) await removeControlGroups(container);
}

/** The engine's containers have a folder each, named by their id of 64 hex digits. */
async function containerIds(storage: string): Promise<string[]> {
  const names = await readdir(path.join(storage, "engine", "containers")).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name));
}

interface Process {
  pid: number;
  command: string[];
  /** The text of /proc/PID/cgroup. */
  groups: string;
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
        const groups = await readFile(`/proc/${pid}/cgroup`, "utf8");
        return [{ pid: Number(pid), command: command.split("\0"), groups }];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended meanwhile.
  }
}

/** Of a line of mountinfo, where a blank is written as \040, and so on (proc(5)). */
export function mountPoint(line: string): string {
  const written = line.split(" ")[4] ?? "";
  return written.replace(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 8)),
  );
}

/** The innermost first. */
async function unmountAll(folders: readonly string[]): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8"))
    .split("\n")
    .map(mountPoint)
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
  for (const point of mounts) {
    await execute("umount", ["--lazy", point]).catch(() => undefined);
  }
}

async function deleteLink(name: string): Promise<void> {
  const links = await readdir("/sys/class/net").catch((): string[] => []);
  if (links.includes(name)) await execute("ip", ["link", "delete", name]).catch(() => undefined);
}

/** Empty once the processes are gone; a killed shim can't remove them any more. */
async function removeControlGroups(container: string): Promise<void> {
  const root = "/sys/fs/cgroup";
  const controllers = await readdir(root).catch((): string[] => []);
  for (const parent of ["", ...controllers].map((name) => path.join(root, name, "docker"))) {
    await rmdir(path.join(parent, container)).catch(() => undefined);
  }
}
