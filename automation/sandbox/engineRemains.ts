import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * What a killed engine leaves on Linux: containerd and its shims, the containers' processes, mounts. All of them name a
 * folder of the sandbox, so nothing else is touched.
 * @param folders of this sandbox alone
 */
export async function removeEngineRemains(folders: readonly string[]): Promise<void> {
  if (process.platform !== "linux") return;
  const table = await processes();
  const ours = table.filter(({ pid, command }) => {
    return pid !== process.pid && folders.some((folder) => namesFolder(command, folder));
  });
  const shims = ours.filter(({ command }) => /containerd-shim/.test(command[0] ?? ""));
  const contained = descendants(table, new Set(shims.map(({ pid }) => pid)));
  const daemons = ours.filter(({ command }) =>
    /containerd|dockerd|docker-proxy/.test(command[0] ?? ""),
  );
  for (const { pid } of [...daemons, ...contained]) kill(pid);
  await unmountAll(folders);
}

interface Process {
  pid: number;
  parent: number;
  command: string[];
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${pid}/stat`, "utf8"),
          readFile(`/proc/${pid}/cmdline`, "utf8"),
        ]);
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        return [{ pid: Number(pid), parent, command: command.split("\0") }];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}

function namesFolder(command: string[], folder: string): boolean {
  return command.some((word) => word === folder || word.includes(`${folder}/`));
}

function descendants(table: Process[], roots: Set<number>): Process[] {
  const found = table.filter(({ pid, parent }) => roots.has(parent) && !roots.has(pid));
  if (found.length === 0) return [];
  return [...found, ...descendants(table, new Set(found.map(({ pid }) => pid)))];
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Ended meanwhile.
  }
}

/** The innermost first. */
async function unmountAll(folders: readonly string[]): Promise<void> {
  const mounts = (await readFile("/proc/self/mountinfo", "utf8"))
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
  for (const point of mounts) {
    await run("umount", ["--lazy", point]).catch(() => undefined);
  }
}
