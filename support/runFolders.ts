import { createHash } from "node:crypto";
import { lstat, mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { startTimeOf } from "./startTimeOf";

/** What a run keeps for itself in the system's temporary folder. */
export type RunFolderKind = "run" | "docker";

/**
 * Makes a temporary folder that the run removes at its end, readable by nobody else. Its name says
 * which process of which machine it belongs to: `slipway-docker-4f1c2d9e-4711-8839201-Xa81Bc`.
 */
export async function makeRunFolder(kind: RunFolderKind): Promise<string> {
  const owner = `${await machine()}-${process.pid}-${await startMark(process.pid)}`;
  return mkdtemp(path.join(tmpdir(), `slipway-${kind}-${owner}-`));
}

/**
 * Removes what runs of this user on this machine left when they were killed: a Docker config holds
 * logins. The folders of runs that live, and those of other machines that share the temporary
 * folder, stay. Never rejects.
 * @param livesOn whether something that a dead process started still is at work with its folders
 */
export async function removeDeadRunFolders(
  livesOn: (pid: number) => Promise<boolean>,
): Promise<void> {
  try {
    const here = await machine();
    const names = await readdir(tmpdir());
    await Promise.all(names.map((name) => removeIfDead(name, here, livesOn)));
  } catch {
    return; // a convenience: the next run tries again
  }
}

async function removeIfDead(
  name: string,
  here: string,
  livesOn: (pid: number) => Promise<boolean>,
): Promise<void> {
  const [, host, pid, mark] = /^slipway-(?:run|docker)-(\w+)-(\d+)-(\w+)-\w+$/.exec(name) ?? [];
  if (host !== here || pid === undefined) return;
  const folder = path.join(tmpdir(), name);
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) return;
    // Its number may be another process's by now.
    if ((await startMark(Number(pid))) === mark || (await livesOn(Number(pid)))) return;
    await rm(folder, { recursive: true, force: true });
  } catch {
    return; // another run removes it at this moment
  }
}

/** When a process started, in letters and digits; `ended` where there is none. */
async function startMark(pid: number): Promise<string> {
  return (await startTimeOf(pid))?.replace(/\W/g, "") ?? "ended";
}

/** Process numbers mean something here only: on this host, and in this container. */
async function machine(): Promise<string> {
  const namespace = await readlink("/proc/self/ns/pid").catch(() => "");
  return createHash("sha256").update(`${hostname()} ${namespace}`).digest("hex").slice(0, 8);
}
