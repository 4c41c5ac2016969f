import { readFile } from "node:fs/promises";
import { systemClock } from "../support/clock";
import { removeLeftovers } from "./leftovers";
import type { CompleteSandboxOptions } from "./sandboxOptions";
import { knownPaths } from "./runFolder";
import { readState, removeFile } from "./sandboxState";
import { supervise } from "./supervise";

/** The sandbox's own processes: `supervise DIR` keeps it running, `clean-up DIR` removes what a dead one left. */
async function main([task, dir]: string[]): Promise<void> {
  if (dir === undefined) throw new Error("The sandbox's folder is missing.");
  // Whatever this process and its parts write is this user's alone.
  process.umask(0o077);
  const paths = await knownPaths(dir);
  if (task === "clean-up") {
    await removeLeftovers(paths, systemClock);
    if ((await readState(paths.state))?.status === "running") await removeFile(paths.state);
    return;
  }
  const ending = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => ending.abort(new Error(`Told to end by ${signal}.`)));
  }
  const options = JSON.parse(await readFile(paths.options, "utf8")) as CompleteSandboxOptions;
  if (options.attached) {
    process.stdin.resume().on("close", () => ending.abort(new Error("The starter has ended.")));
  }
  await supervise(options, paths, process.env, systemClock, ending.signal);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? "") : String(error)}\n`);
    process.exit(1);
  },
);
