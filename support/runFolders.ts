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
 * @param startersAtWork processes, dead ones too, of which something that they started still is at
 *   work with their folders; asked only where one is dead
 */
export async function removeDeadRunFolders(
  startersAtWork: () => Promise<ReadonlySet<number>>,
): Promise<void> {
  try {
    const here = await machine();
    const found = await Promise.all(
      (await readdir(tmpdir())).map((name) => ownerIfDead(name, here)),
    );
    const dead = found.flatMap((one) => one ?? []);
    if (dead.length === 0) return;
    const atWork = await startersAtWork();
    const gone = dead.filter(({ pid }) => !atWork.has(pid));
    const removals = gone.map(({ folder }) => rm(folder, { recursive: true, force: true }));
    await Promise.allSettled(removals);
  } catch {
    return; // a convenience: the next run tries again
  }
}

interface DeadFolder {
  readonly folder: string;
  /** Of the process that made it. */
  readonly pid: number;
}

async function ownerIfDead(name: string, here: string): Promise<DeadFolder | undefined> {
  const [, host, pid, mark] = /^slipway-(?:run|docker)-(\w+)-(\d+)-(\w+)-\w+$/.exec(name) ?? [];
  if (host !== here || pid === undefined) return undefined;
  const folder = path.join(tmpdir(), name);
  try {
    const found = await lstat(folder);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) return undefined;
    // Its number may be another process's by now.
    return (await startMark(Number(pid))) === mark ? undefined : { folder, pid: Number(pid) };
  } catch {
    return undefined; // another run removes it at this moment
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
