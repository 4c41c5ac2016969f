import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PartMissing } from "./partMissing.mjs";
import { run, tail, which } from "./program.mjs";

const modules = fileURLToPath(new URL("../go/", import.meta.url));

/** What a build depends on beside the Go release, as eight digits: another lock file is another folder in the cache. */
export function recipeOf({ module, packages, ldflags }) {
  const hash = createHash("sha256").update(JSON.stringify([packages, ldflags]));
  for (const file of filesUnder(join(modules, module))) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 8);
}

/**
 * Builds the programs of a module under toolchain/go/.
 * @param {{module: string, packages: string[], ldflags?: string, folder?: string}} recipe
 * @param {string} into where the recipe's `folder` is made
 * @throws PartMissing when Go is missing, too old, or the build fails
 */
export async function goBuild({ module, packages, ldflags = "", folder = "." }, into) {
  const cwd = join(modules, module);
  const go = await findGo(cwd);
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false"];
  args.push("-ldflags", `-s -w ${ldflags}`, "-o", `${join(into, folder)}/`, ...packages);
  // No C compiler is needed, and no workspace or flag of the user's reaches in.
  const env = { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off", GOOS: "", GOARCH: "" };
  let built = await run(go, args, { cwd, env });
  // What was downloaded and compiled is kept: a second try after a broken connection is cheap.
  if (built.code !== 0) built = await run(go, args, { cwd, env });
  if (built.code !== 0) {
    throw new PartMissing(
      `go build failed in toolchain/go/${module}:\n${tail(built.output)}`,
      "Check that Go modules can be downloaded (go env GOPROXY), and run again.",
    );
  }
}

async function findGo(cwd) {
  const go = which("go");
  const wanted = /^go (\S+)/m.exec(readFileSync(join(cwd, "go.mod"), "utf8"))[1];
  const remedy = `Install Go ${wanted} or newer (https://go.dev/dl), or the program itself.`;
  if (!go) throw new PartMissing("it has to be built, and Go is not installed", remedy);
  // In this folder a Go that is too old either gets a newer one by itself (GOTOOLCHAIN=auto) or fails.
  const version = await run(go, ["version"], { cwd, env: { GOFLAGS: "", GOWORK: "off" } });
  if (version.code !== 0) {
    throw new PartMissing(
      `it has to be built, and Go is too old: ${tail(version.output, 2)}`,
      `${remedy} GOTOOLCHAIN=auto lets an older Go (1.21 or newer) get it.`,
    );
  }
  return go;
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
