import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PartMissing } from "../support/partMissing.mjs";
import { run, tail } from "../support/program.mjs";

/** The npm packages, installed exactly as the lock file says. */
export const nodeModules = {
  name: "node modules",
  keys: [],

  async get({ checkout }) {
    const version = `Node ${process.versions.node}`;
    if (isInstalled(checkout)) return { how: "found", version, entries: {} };
    const installed = await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: checkout });
    if (installed.code !== 0) {
      throw new PartMissing(
        `npm ci failed:\n${tail(installed.output)}`,
        "Run npm ci, and see why.",
      );
    }
    return { how: "downloaded", fresh: true, version, entries: {} };
  },
};

/**
 * Whether node_modules holds what the lock file asks for. npm leaves a list of what it installed there; comparing it tells
 * more than times do, which git sets as it likes. What is there beside it, as after a change to an older commit, harms
 * nobody: working trees that share one node_modules must not reinstall it under each other.
 */
export function isInstalled(checkout) {
  const wanted = packagesIn(join(checkout, "package-lock.json"));
  const installed = packagesIn(join(checkout, "node_modules/.package-lock.json"));
  if (!wanted || !installed) return false;
  const same = (name) => installed[name]?.version === wanted[name]?.version;
  const isWanted = (name) => name !== "" && !wanted[name].optional && !wanted[name].devOptional;
  return Object.keys(wanted).every((name) =>
    isWanted(name) || installed[name] ? same(name) : true,
  );
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
