import { execFile } from "node:child_process";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
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

/**
 * Copies demo/app into `folder` (emptied first) and makes a repository of it, without a look at
 * the user's git settings: no signing, no hooks, no template.
 * @param env gives PATH
 */
export async function createAppRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AppRepository> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(__dirname, "app"), folder, { recursive: true });
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
