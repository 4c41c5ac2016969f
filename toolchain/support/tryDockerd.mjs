import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { engineAt } from "./dockerHost.mjs";
import { writeFileAtomically } from "./files.mjs";
import { PartMissing } from "./partMissing.mjs";
import { run, stopWithOthers, tail } from "./program.mjs";

const startSeconds = 30;

/** dockerd with its files in `folder` alone, and without a network interface or firewall rule of its own. */
export function dockerdArguments(folder) {
  return [
    ["--data-root", join(folder, "data")],
    ["--exec-root", join(folder, "exec")],
    ["--pidfile", join(folder, "dockerd.pid")],
    ["--host", `unix://${join(folder, "docker.sock")}`],
    ["--bridge", "none", "--iptables=false", "--ip6tables=false"],
  ].flat();
}

/**
 * Starts dockerd for a moment, once a version: that it is installed says little about whether this kernel lets it run.
 * @throws PartMissing with the last lines of its log
 */
export async function tryDockerd(cache, { path, version }) {
  const seen = join(cache, "dockerd", `${version}-starts`);
  if (existsSync(seen)) return;
  // Short: a socket's path has 107 characters at most.
  const folder = mkdtempSync(join(tmpdir(), "slipway-dockerd-"));
  try {
    await startAndStop(path, folder);
  } finally {
    await run("umount", [join(folder, "exec/netns/default")]);
    rmSync(folder, { recursive: true, force: true });
  }
  writeFileAtomically(seen, "");
}

async function startAndStop(path, folder) {
  const log = join(folder, "log");
  const output = openSync(log, "a");
  const child = spawn(path, dockerdArguments(folder), { stdio: ["ignore", output, output] });
  stopWithOthers(child);
  const ended = once(child, "exit");
  const deadline = Date.now() + startSeconds * 1000;
  let answer = {};
  while (!answer.version && child.exitCode === null && Date.now() < deadline) {
    await sleep(100);
    answer = await engineAt(`unix://${join(folder, "docker.sock")}`);
  }
  const alive = child.exitCode === null;
  if (alive) child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(kill);
  if (!answer.version) {
    throw new PartMissing(
      `dockerd ${alive ? `gave no answer within ${startSeconds} s` : "ended at once"}:\n${tail(readFileSync(log, "utf8"), 5)}`,
      "Start a Docker engine on this machine another way, or set DOCKER_HOST.",
    );
  }
}
