// Finds or gets everything that the sandbox, the demo and the tests need (README.md here). Plain Node: it installs the packages.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { awsClients } from "./parts/awsClients.mjs";
import { buildkit } from "./parts/buildkit.mjs";
import { buildx } from "./parts/buildx.mjs";
import { busybox } from "./parts/busybox.mjs";
import { dockerBuildPlugin } from "./parts/dockerBuildPlugin.mjs";
import { dockerEngine } from "./parts/dockerEngine.mjs";
import { jq } from "./parts/jq.mjs";
import { nodeModules } from "./parts/nodeModules.mjs";
import { programBundles } from "./parts/programBundles.mjs";
import { providerBundle } from "./parts/providerBundle.mjs";
import { pulumi } from "./parts/pulumi.mjs";
import { registry } from "./parts/registry.mjs";
import { runc } from "./parts/runc.mjs";
import { cacheProblem } from "./support/cacheOwner.mjs";
import { cacheFolder } from "./support/cacheFolder.mjs";
import { removeUnfinished } from "./support/files.mjs";
import { takeLock } from "./support/lock.mjs";
import { openManifest } from "./support/manifestFile.mjs";
import { stopPrograms } from "./support/program.mjs";
import { line, missing } from "./support/report.mjs";

// Three rows side by side: what npm, the system's packages and the compiler each do leaves the others time.
const rows = [
  [nodeModules, providerBundle, programBundles],
  [dockerEngine, runc, busybox, jq, awsClients],
  [pulumi, dockerBuildPlugin, registry, buildkit, buildx],
];

const say = (text) => process.stderr.write(`${text}\n`);
const checkout = fileURLToPath(new URL("..", import.meta.url));
const cache = cacheFolder();

async function setUp() {
  const started = performance.now();
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    say(`Node ${process.versions.node} is too old: Slipway needs 20.19 or newer.`);
    return 1;
  }
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const problem = cacheProblem(cache);
  if (problem) {
    say(`${cache} ${problem}: another user could put other programs there.`);
    say("Remove it, or set XDG_CACHE_HOME to a folder of your own, and run this again.");
    return 1;
  }
  const release = await takeLock(join(cache, "setup.lock"), {
    onWait: ({ pid }) => say(`Waiting for another set-up (pid ${pid}) to end.`),
  });
  stopOnSignals(release);
  try {
    removeUnfinished(cache);
    say("Toolchain:");
    const manifest = openManifest(cache);
    const lost = (await Promise.all(rows.map((row) => getRow(row, manifest)))).flat();
    const seconds = (performance.now() - started) / 1000;
    return report(lost, seconds, manifest.file);
  } finally {
    release();
  }
}

async function getRow(row, manifest) {
  const lost = [];
  for (const part of row) {
    const error = await getPart(part, manifest);
    if (error) lost.push({ part, error });
  }
  return lost;
}

async function getPart(part, manifest) {
  const started = performance.now();
  const note = (text) => say(`  ${part.name.padEnd(16)}${text}`);
  try {
    const got = await part.get({ cache, checkout, note });
    manifest.replace(part.keys, got.entries);
    const how = got.fresh || got.how === "not needed" ? got.how : "found";
    say(line(part.name, how, got.version, (performance.now() - started) / 1000));
    return undefined;
  } catch (error) {
    manifest.replace(part.keys, {});
    say(missing(part, error));
    return error;
  }
}

function report(lost, seconds, file) {
  const needed = lost.filter(({ part }) => !part.optional).map(({ part }) => part.name);
  if (needed.length > 0) {
    say(
      `The set-up failed after ${seconds.toFixed(1)} s. Missing: ${needed.join(", ")} (see above).`,
    );
    return 1;
  }
  say(`Ready in ${seconds.toFixed(1)} s (${file}).`);
  return 0;
}

function stopOnSignals(release) {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.once(signal, async () => {
      await stopPrograms(signal);
      removeUnfinished(cache);
      release();
      process.exit(code);
    });
  }
}

process.exitCode = await setUp();
