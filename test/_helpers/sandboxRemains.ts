import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mountPoint } from "../../sandbox/engineRemains";
import { sandboxPaths } from "../../sandbox/sandboxPaths";

/** Something of a sandbox that is there. */
export interface Remain {
  what: "process" | "mount" | "file" | "link";
  name: string;
  pid?: number;
}

/** Processes whose command names the sandbox, mounts in its folders, its bridge, and sockets and the like outside its folder. */
export async function remainsOf(dir: string): Promise<Remain[]> {
  const { id, run } = sandboxPaths(dir);
  const elsewhere = path.join(tmpdir(), `slipway-${id}-`);
  const ours = (text: string) =>
    text.includes(`${dir}/`) ||
    text.split("\0").includes(dir) ||
    [`${run}/`, elsewhere].some((part) => text.includes(part));
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const remains: Remain[] = [];
  for (const pid of processes) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (ours(command)) {
      remains.push({ what: "process", name: command.replaceAll("\0", " "), pid: Number(pid) });
    }
  }
  for (const line of (await readFile("/proc/self/mountinfo", "utf8")).split("\n")) {
    const point = mountPoint(line);
    if (ours(point)) remains.push({ what: "mount", name: point });
  }
  for (const name of await readdir("/sys/class/net")) {
    if (name === `slipway${id}`) remains.push({ what: "link", name });
  }
  for (const name of await readdir(tmpdir())) {
    if (name.startsWith(`slipway-${id}-`)) remains.push({ what: "file", name });
  }
  return remains;
}

/** Commands of running processes that have `word` among their arguments. */
export async function commandsWith(word: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.filter((command) => command.split("\0").includes(word));
}
