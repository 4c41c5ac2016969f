/** A lock of a stack, as Pulumi names it when it is in the way (file and bucket backends). */
export interface StackLock {
  /** Absolute path of the lock's file; undefined where it is in a bucket. */
  readonly file?: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * The locks in Pulumi's words: `file:///…/UUID.json?no_tmp_dir=true: created by root@vm (pid 26541)
 * at 2026-11-20T18:00:00Z`.
 */
export function locksIn(text: string): StackLock[] {
  const lock = /(\S+\.json)\S*: created by \S*?@(\S+) \(pid (\d+)\)/g;
  return [...text.matchAll(lock)].map(([, url = "", host = "", pid]) => ({
    ...(url.startsWith("file://") && { file: decodeURIComponent(url.slice("file://".length)) }),
    pid: Number(pid),
    host,
  }));
}
