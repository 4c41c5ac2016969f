import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PartMissing } from "../support/partMissing.mjs";
import { run, tail } from "../support/program.mjs";

// What the provider is made of (docs/architecture.md).
const sources = [
  "provider",
  "contract",
  "targets",
  "registry",
  "aws",
  "support",
  "package-lock.json",
];

/** Slipway's own provider as one file: the engine starts it several times a run, and this way it starts at once. */
export const providerBundle = {
  name: "provider bundle",
  keys: [],

  async get({ checkout }) {
    const script = join(checkout, "provider/bundle.mjs");
    if (!existsSync(script)) return { how: "not needed", version: "", entries: {} };
    if (isFresh(checkout)) return { how: "found", version: "", entries: {} };
    const bundled = await run(process.execPath, [script], { cwd: checkout, seconds: 120 });
    if (bundled.code !== 0) {
      throw new PartMissing(
        `provider/bundle.mjs failed:\n${tail(bundled.output)}`,
        "Mend the provider.",
      );
    }
    return { how: "built", fresh: true, version: "", entries: {} };
  },
};

function isFresh(checkout) {
  const bundle = statSync(join(checkout, "dist/provider.js"), { throwIfNoEntry: false });
  return (
    bundle !== undefined &&
    sources.every((name) => newestIn(join(checkout, name)) <= bundle.mtimeMs)
  );
}

/** When the newest file under a path was changed, deletions included (they change the folder). */
function newestIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestIn(join(path, name))),
    found.mtimeMs,
  );
}
