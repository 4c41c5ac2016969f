// Bundles Slipway's programs into dist/, each into one file. Packages that find their own files by
// their place, or that only some commands load, stay where they are.
import { build } from "esbuild";
import { renameSync } from "node:fs";
import path from "node:path";
import programs from "./programs.cjs";

const external = ["dockerode", "typescript", "ts-node"];

/**
 * The SDK loads the TypeScript compiler and npm's resolver, two thirds of a second, to be able to
 * write functions down as text. Nothing of Slipway is written down so.
 */
const withoutClosures = {
  name: "without closures",
  setup(bundle) {
    const closures = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]closure[\\/][^\\/]+\.js$/;
    bundle.onLoad({ filter: closures }, () => ({ contents: "", loader: "js" }));
  },
};

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
    minifyWhitespace: true,
    keepNames: true,
    external,
    plugins: [withoutClosures],
    logLevel: "warning",
  });
  // In one step: a program that is starting sees the old bundle or the new one.
  renameSync(unfinished, outfile);
}
