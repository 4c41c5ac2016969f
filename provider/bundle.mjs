// Bundles the provider into dist/provider.js: one file that starts in a fraction of the time.
import { build } from "esbuild";
import { renameSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

// Two providers that start at once may both find the bundle too old.
const unfinished = `${root}dist/provider.${process.pid}.tmp.js`;

await build({
  entryPoints: [`${root}provider/main.ts`],
  outfile: unfinished,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: true,
  logLevel: "warning",
});
// In one step: a provider that is starting sees the old bundle or the new one.
renameSync(unfinished, `${root}dist/provider.js`);
