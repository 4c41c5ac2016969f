// Bundles Slipway's programs into dist/, each into one file. Packages that find their own files by
// their place, or that only some commands load, stay where they are.
import { build } from "esbuild";
import { renameSync } from "node:fs";
import path from "node:path";
import programs from "./programs.cjs";

const external = ["@pulumi/pulumi", "dockerode", "typescript", "ts-node"];

for (const [name, { entry }] of Object.entries(programs.programs)) {
  const outfile = programs.bundleOf(name);
  const unfinished = `${outfile}.${process.pid}.tmp`;
  await build({
    entryPoints: [path.join(programs.root, entry)],
    outfile: unfinished,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    keepNames: true,
    external,
    logLevel: "warning",
  });
  // In one step: a program that is starting sees the old bundle or the new one.
  renameSync(unfinished, outfile);
}
