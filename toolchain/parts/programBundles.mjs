import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PartMissing } from "../support/partMissing.mjs";
import { run, tail } from "../support/program.mjs";

/** Slipway's own programs as one file each: the runner is started over and over, and this way it starts at once. */
export const programBundles = {
  name: "program bundles",
  keys: [],

  async get({ checkout }) {
    const script = join(checkout, "bin/bundle.mjs");
    if (!existsSync(script)) return { how: "not needed", version: "", entries: {} };
    const { programs, isFresh } = createRequire(script)("./programs.cjs");
    if (Object.keys(programs).every(isFresh)) return { how: "found", version: "", entries: {} };
    const bundled = await run(process.execPath, [script], { cwd: checkout, seconds: 120 });
    if (bundled.code !== 0) {
      throw new PartMissing(
        `bin/bundle.mjs failed:\n${tail(bundled.output)}`,
        "Mend what it names; without bundles everything runs from the sources, only slower.",
      );
    }
    return { how: "built", fresh: true, version: "", entries: {} };
  },
};
