import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const running = new Set();

/** Ends what `run` has started and not yet seen the end of; for the set-up's own signals. */
export function stopPrograms(signal) {
  for (const child of running) child.kill(signal);
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
      resolve({ code, output, stdout, timedOut });
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
