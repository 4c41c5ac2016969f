import {
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
  closeSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// The owner touches its lock this often; one not touched for much longer has no owner any more, whatever its pid says
// (pids are used again, and a cache may be shared by several hosts or containers).
const touchEvery = 2_000;
const staleAfter = 30_000;

/**
 * Waits until this process owns `file`, and answers what gives it back.
 *
 * @param {{seconds?: number, onWait?: (owner: {pid: number}) => void}} [options]
 * @returns {Promise<() => void>}
 * @throws Error when another process still holds it after `seconds`
 */
export async function takeLock(file, { seconds = 2400, onWait = () => {} } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + seconds * 1000;
  let told = false;
  while (!create(file)) {
    if (!removeStale(file)) {
      const owner = readOwner(file);
      if (owner && !told) {
        told = true;
        onWait(owner);
      }
      if (Date.now() > deadline) {
        throw new Error(`${file} is still held by pid ${owner?.pid} after ${seconds} s.`);
      }
      await sleep(200);
    }
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimesSync(file, now, now);
  }, touchEvery);
  touch.unref();
  return () => {
    clearInterval(touch);
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

function create(file) {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, JSON.stringify({ pid: process.pid, host: hostname() }));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Removes a lock without an owner. Two waiters must not do it at once: the second would remove the first one's new lock. */
function removeStale(file) {
  if (!isStale(file)) return false;
  const guard = `${file}.removing`;
  if (!create(guard)) {
    if (ageOf(guard) > staleAfter) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

function isStale(file) {
  const age = ageOf(file);
  if (age === undefined) return false;
  if (age > staleAfter) return true;
  const owner = readOwner(file);
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid);
}

function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
