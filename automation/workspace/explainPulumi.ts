import {
  BackendUnreachable,
  NoBackend,
  PassphraseMissing,
  PulumiFailed,
  PulumiTooOld,
  StackLocked,
  StateSidecarEmpty,
  WrongPassphrase,
  type LockOwner,
  type WorkspaceError,
} from "./errors";

/** What Pulumi's command line printed, as an error with a name. `now`: ms since the epoch. */
export function explainPulumi(text: string, stack: string, now: number): WorkspaceError {
  return known(text, stack, now) ?? new PulumiFailed(`Pulumi failed: ${errorLines(text)}`);
}

/** Like `explainPulumi`, but only what stands between us and the stack: undefined otherwise. */
export function known(text: string, stack: string, now: number): WorkspaceError | undefined {
  const options = { cause: new Error(text) };
  if (/PULUMI_ACCESS_TOKEN must be set|not logged in|pulumi login/.test(text)) {
    return new NoBackend(options);
  }
  if (/incorrect passphrase/.test(text)) return new WrongPassphrase(options);
  if (/passphrase must be set/.test(text)) return new PassphraseMissing(options);
  if (/stack is currently locked by|Another update is currently in progress/.test(text)) {
    const lock = lockOwner(text);
    const age = lock?.since === undefined ? undefined : now - lock.since;
    return new StackLocked(stack, lock, age, options);
  }
  if (
    /unable to open bucket|meta\.yaml|unable to check if bucket|could not list bucket/.test(text)
  ) {
    return new BackendUnreachable(errorLines(text), options);
  }
  if (/failed to load checkpoint: EOF/.test(text)) return new StateSidecarEmpty(stack, options);
  if (/[Mm]inimum version requirement|Major version mismatch/.test(text)) {
    return new PulumiTooOld(errorLines(text), options);
  }
  return undefined;
}

/** From `…/UUID.json: created by root@vm (pid 26541) at 2026-11-20T18:00:00Z`. */
export function lockOwner(text: string): LockOwner | undefined {
  const match = /created by (.+? \(pid \d+\)) at (\S+)/.exec(text);
  if (!match?.[1]) return undefined;
  const since = Date.parse(match[2] ?? "");
  return { owner: match[1], since: Number.isNaN(since) ? undefined : since };
}

/** The lines that say what is wrong, without what surrounds them. */
export function errorLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith("error: ")).map((line) => line.slice(7));
  return [...new Set(errors.length > 0 ? errors : lines.filter((line) => line !== ""))].join("\n");
}
