// Bundles the provider into dist/provider.js: one file that starts in a fraction of the time.
import { build } from "esbuild";
import { renameSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

await build({
  entryPoints: [`${root}provider/main.ts`],
  outfile: `${root}dist/provider.tmp.js`,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  keepNames: true,
  logLevel: "warning",
});
// In one step: a provider that is starting sees the old bundle or the new one.
renameSync(`${root}dist/provider.tmp.js`, `${root}dist/provider.js`);
