import { readFileSync } from "node:fs";
import { run, tail, which } from "./program.mjs";
import { PartMissing } from "./partMissing.mjs";

let updated;

/** Whether this process may install Debian or Ubuntu packages. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && isDebianLike() && which("apt-get") !== undefined;
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/**
 * Installs packages, as root on Debian or Ubuntu.
 * @throws PartMissing with apt's own last lines
 */
export async function installPackages(...names) {
  // The list of packages is fetched once a run, and a machine that can't get a new one may still have a good old one.
  updated ??= run("apt-get", ["update", "-q"], { seconds: 300 });
  await updated;
  const installed = await run("apt-get", ["install", "-qy", "--no-install-recommends", ...names], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    seconds: 900,
  });
  if (installed.code !== 0) {
    throw new PartMissing(
      `apt-get install ${names.join(" ")} failed:\n${tail(installed.output, 5)}`,
      `Install ${names.join(" ")}, and run again.`,
    );
  }
}
