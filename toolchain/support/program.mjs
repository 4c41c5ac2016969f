import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const running = new Set();

let stopping = false;

/** Has a program that was started elsewhere ended with the others. */
export function stopWithOthers(child) {
  running.add(child);
  child.once("close", () => running.delete(child));
}

/**
 * Passes the set-up's own signal on to the programs that run, and waits for its end, 3 seconds at most. No `run` answers
 * any more: nothing shall go on after a part that was only stopped.
 */
export async function stopPrograms(signal) {
  stopping = true;
  const ends = [...running].map((child) => once(child, "close"));
  for (const child of running) child.kill(signal);
  await Promise.race([Promise.all(ends), sleep(3000)]);
}

/**
 * Runs a program to its end, without a standard input.
 * Never rejects: a program that can't be started answers `code: -1` with the reason as its output.
 *
 * @param {{cwd?: string, env?: Record<string, string>, seconds?: number}} [options] `seconds` is the deadline
 * @returns {Promise<{code: number, output: string, stdout: string, timedOut: boolean}>}
 */
export function run(command, args, { cwd, env, seconds = 1800 } = {}) {
  return new Promise((resolve) => {
    if (stopping) return;
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    let stdout = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, seconds * 1000);
    const end = (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (!stopping) resolve({ code, output, stdout, timedOut });
    };
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => {
      output += error.message;
      end(-1);
    });
    child.on("close", (code) => end(code ?? -1));
  });
}

/** The last lines of an output, to show why a program failed. */
export function tail(output, lines = 12) {
  return output.trim().split("\n").slice(-lines).join("\n");
}

/** The path of a program on PATH, or in the folders for administrators, which a user's PATH often lacks. */
export function which(name, path = process.env.PATH ?? "") {
  for (const folder of [...path.split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"]) {
    if (folder === "") continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not here: look further.
    }
  }
  return undefined;
}
