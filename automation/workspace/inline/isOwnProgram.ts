import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { reexportedModule } from "./reexportedModule";

const project = z.looseObject({
  main: z.string().optional(),
  runtime: z.union([z.string(), z.looseObject({ name: z.string() })]),
});

/** A program that is longer does more than hand on another. */
const longest = 4096;
const endings = ["", ".ts", ".js", ".cjs", ".mjs", "/index.ts", "/index.js"];

/**
 * Whether a project's program is Slipway's own, this very one: its `main` (by default `index.ts`)
 * leads to it, or does nothing but re-export it.
 * @param folder of the project
 * @param own the file of Slipway's program, with or without its ending
 */
export function isOwnProgram(folder: string, own: string): boolean {
  try {
    const main = mainOf(folder);
    const target = fileOf(own);
    if (main === undefined || target === undefined) return false;
    if (main === target) return true;
    if (statSync(main).size > longest) return false;
    const module = reexportedModule(readFileSync(main, "utf8"));
    return module !== undefined && resolved(module, main) === target;
  } catch {
    return false; // the engine says better what is wrong with it
  }
}

/** The real file that the engine starts. */
function mainOf(folder: string): string | undefined {
  const files = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].map((name) => path.join(folder, name));
  const file = files.find((one) => existsSync(one));
  if (file === undefined) return undefined;
  const { main, runtime } = project.parse(parse(readFileSync(file, "utf8")));
  if ((typeof runtime === "string" ? runtime : runtime.name) !== "nodejs") return undefined;
  return fileOf(path.resolve(folder, main ?? mainOfPackage(folder) ?? "index"));
}

function mainOfPackage(folder: string): string | undefined {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const { main } = JSON.parse(readFileSync(file, "utf8")) as { main?: unknown };
  return typeof main === "string" ? main : undefined;
}

/** TypeScript's files are found as well, which plain Node would not do. */
function resolved(module: string, from: string): string | undefined {
  const { resolve } = createRequire(from);
  for (const ending of endings) {
    try {
      return realpathSync(resolve(module + ending));
    } catch {
      continue;
    }
  }
  return undefined;
}

function fileOf(base: string): string | undefined {
  const found = endings.map((ending) => base + ending).find(isFile);
  return found === undefined ? undefined : realpathSync(found);
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
