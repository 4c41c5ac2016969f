"use strict";
// Slipway's own programs: what starts each, and what each is made of.
const { readdirSync, statSync } = require("node:fs");
const path = require("node:path");

const root = path.resolve(__dirname, "..");

const runner = [
  "automation",
  "aws",
  "components",
  "config",
  "contract",
  "program",
  "provider",
  "registry",
  "sandbox",
  "support",
  "targets",
  "toolchain",
];
const programs = {
  slipway: { entry: "automation/cli.ts", sources: runner },
  sandbox: { entry: "sandbox/main.ts", sources: ["sandbox", "support", "toolchain"] },
  emulator: { entry: "emulator/main.ts", sources: ["emulator", "support"] },
};

/** The one file that a program is bundled into, by `bin/bundle.mjs`. */
const bundleOf = (name) => path.join(root, "dist", `${name}.js`);

/** Whether a program's bundle is there, and nothing that it is made of was changed since. */
function isFresh(name) {
  const bundle = statSync(bundleOf(name), { throwIfNoEntry: false });
  const sources = [...programs[name].sources, "package-lock.json"];
  return (
    bundle !== undefined &&
    sources.every((source) => newestIn(path.join(root, source)) <= bundle.mtimeMs)
  );
}

/** When the newest file under a path was changed, deletions included (they change the folder). */
function newestIn(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(file).reduce(
    (newest, name) => Math.max(newest, newestIn(path.join(file, name))),
    found.mtimeMs,
  );
}

module.exports = { bundleOf, isFresh, programs, root };
