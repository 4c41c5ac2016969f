import { execFile } from "node:child_process";
import type { GitFacts } from "../settings";

const milliseconds = 30_000;

/**
 * What git says about a folder; untracked files count as changes, ignored ones don't. Nor does a
 * change of a stack's file: Pulumi itself writes its encryption salt into it.
 * @param commit a hash or the beginning of one, to be told in whole
 */
export async function gitFacts(
  cwd: string,
  commit?: string,
  signal?: AbortSignal,
): Promise<GitFacts> {
  const head = await git(cwd, ["rev-parse", "--verify", "HEAD^{commit}"], signal);
  if (!head.ok) return { found: false, reason: reasonOf(head, cwd) };
  const status = await git(
    cwd,
    ["status", "--porcelain", "-z", "--untracked-files=normal"],
    signal,
  );
  if (!status.ok) return { found: false, reason: reasonOf(status, cwd) };
  const named = await wholeHash(cwd, commit?.trim().toLowerCase() ?? "", signal);
  return {
    found: true,
    head: head.stdout.trim(),
    dirty: status.stdout.split("\0").some(isChange),
    ...(named !== undefined && { named }),
  };
}

/** A whole hash is not asked for: a clone that lacks it would fetch it. */
async function wholeHash(
  cwd: string,
  short: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!/^[0-9a-f]{7,39}$/.test(short)) return undefined;
  const found = await git(cwd, ["rev-parse", "--verify", `${short}^{commit}`], signal);
  const whole = found.stdout.trim();
  // A branch or tag of that name would win.
  return found.ok && whole.startsWith(short) ? whole : undefined;
}

/** @param entry `XY path`, as `git status -z` has it */
function isChange(entry: string): boolean {
  return entry !== "" && !/^ M (?:.*\/)?Pulumi\.[^/]+\.(?:yaml|yml|json)$/s.test(entry);
}

interface Ended {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: unknown;
}

function git(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<Ended> {
  const options = { cwd, timeout: milliseconds, maxBuffer: 64 * 1024 * 1024, signal };
  return new Promise((resolve, reject) => {
    // Status takes the index's lock only to save time later; others may be at work here.
    execFile("git", ["--no-optional-locks", ...args], options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else resolve({ ok: error === null, stdout, stderr, code: error?.code });
    });
  });
}

function reasonOf({ code, stderr }: Ended, cwd: string): string {
  if (code === "ENOENT") return `git is not installed, or there is no folder ${cwd}.`;
  if (/not a git repository/i.test(stderr)) return `${cwd} is not in a git repository.`;
  if (/dubious ownership/i.test(stderr)) {
    return `${cwd} belongs to somebody else (git config --global --add safe.directory ${cwd}).`;
  }
  if (/needed a single revision|unknown revision|bad revision/i.test(stderr)) {
    return `${cwd} has no commit yet.`;
  }
  const [line = ""] = stderr.trim().split("\n");
  return `git ended with ${String(code)}: ${line}`;
}
