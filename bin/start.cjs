"use strict";
// Starts one of Slipway's programs: `node bin/start.cjs NAME ARGUMENTS…`. The bundle starts five times as fast as the
// sources; where a source is newer, the sources are run: checked by `npm run typecheck`, only transpiled here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const { enableCompileCache } = require("node:module");
const path = require("node:path");
const { bundleOf, isFresh, programs, root } = require("./programs.cjs");

function start(name) {
  if (!isInstalled()) {
    process.stderr.write(
      `slipway: its packages are not installed. Run this first:\n  npm ci --prefix ${root}\n`,
    );
    process.exit(2);
  }
  if (isFresh(name)) {
    // Node 22.8 and newer keep what V8 made of a file; in a folder that can't be written, nothing is kept.
    enableCompileCache?.(path.join(path.dirname(bundleOf(name)), "compiled"));
    return require(bundleOf(name));
  }
  require("ts-node").register({ cwd: root, projectSearchDir: root, transpileOnly: true });
  return require(path.join(root, programs[name].entry));
}

function isInstalled() {
  try {
    require.resolve("ts-node");
    return true;
  } catch {
    return false;
  }
}

module.exports = { start };

if (require.main === module) {
  const [node, , name, ...rest] = process.argv;
  process.argv = [node, path.join(root, programs[name].entry), ...rest];
  start(name);
}
