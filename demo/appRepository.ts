import { execFile } from "node:child_process";
import { cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A git repository of its own with a copy of the demo's application. */
export interface AppRepository {
  readonly folder: string;
  /** Commits everything and says which commit that made. */
  commit(message: string): Promise<string>;
  /** Writes one file, e.g. `greeting.txt`. */
  write(file: string, text: string): Promise<void>;
}

/** In the repository's own folder: tells it from somebody's project of the same name. */
const mark = join(".git", "slipway-demo");

/**
 * Copies demo/app into `folder` (one that an earlier demo left is emptied first) and makes a repository of it, without a
 * look at the user's git settings: no signing, no hooks, no template.
 * @param env gives PATH
 * @throws Error where something else is in the folder
 */
export async function createAppRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AppRepository> {
  await emptyOwn(folder);
  const gitEnv = {
    PATH: env["PATH"],
    HOME: folder,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "Mage",
    GIT_AUTHOR_EMAIL: "mage@example.com",
    GIT_COMMITTER_NAME: "Mage",
    GIT_COMMITTER_EMAIL: "mage@example.com",
  };
  const git = async (...args: string[]): Promise<string> =>
    (await run("git", args, { cwd: folder, env: gitEnv })).stdout.trim();
  await git("init", "--quiet", "--initial-branch", "main", "--template", "");
  await writeFile(join(folder, mark), "");
  await cp(join(__dirname, "app"), folder, { recursive: true });
  return {
    folder,
    async commit(message) {
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
      return git("rev-parse", "HEAD");
    },
    write: (file, text) => writeFile(join(folder, file), text),
  };
}

/** An empty folder, unless that would take somebody's work away. */
async function emptyOwn(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [first] = await readdir(folder);
  if (first === undefined) return;
  const ours = await stat(join(folder, mark)).catch(() => undefined);
  if (!ours) {
    throw new Error(
      `${folder} is not the demo's: there is ${first} in it. Remove it, or give another folder with --dir.`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
}
