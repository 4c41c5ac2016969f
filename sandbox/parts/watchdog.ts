import { checkout, program } from "../../support/checkout";
import type { Parts } from "../part";
import type { SandboxPaths } from "../sandboxPaths";
import type { Environment } from "../../support/environment";

/**
 * A shell that waits for the end of its standard input, which is the supervisor's end, and cleans up after it where it
 * could not (SIGKILL). Told to end by SIGTERM it does nothing.
 */
export async function startWatchdog(
  parts: Parts,
  paths: SandboxPaths,
  env: Environment,
): Promise<void> {
  await parts.start({
    name: "watchdog",
    file: "/bin/sh",
    args: [
      "-c",
      'while read -r _; do :; done; exec "$@"',
      "slipway-watchdog",
      ...[process.execPath, ...program("sandbox"), "clean-up", paths.dir],
    ],
    env,
    cwd: checkout,
  });
}
