import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { preProcessFile } from "typescript";

/** The checkout. */
export const root = path.resolve(__dirname, "../../..");

/** What tools write. */
const foreign = new Set(["node_modules", "dist", "coverage"]);

/** A file of code: its path from the root, its lines, and the files of the checkout that it imports. */
export interface Source {
  file: string;
  lines: number;
  /** Types included. */
  imports: string[];
}

/** Every file of code in the checkout, by path. */
export function sources(): Map<string, Source> {
  return new Map(codeFiles("").map((file) => [file, read(file)]));
}

function codeFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.name.startsWith(".") || foreign.has(entry.name)) return [];
    if (entry.isDirectory()) return codeFiles(file);
    return /\.(ts|mjs|cjs|js)$/.test(entry.name) ? [file] : [];
  });
}

function read(file: string): Source {
  const text = readFileSync(path.join(root, file), "utf8");
  const imports = importsOf(text).flatMap((name) => resolve(file, name));
  return { file, lines: text.split("\n").length - 1, imports: [...new Set(imports)] };
}

/** What a file's text imports, in the words of the text. */
export function importsOf(text: string): string[] {
  return preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The file that a relative import means; none for a package. */
function resolve(importer: string, name: string): string[] {
  if (!name.startsWith(".")) return [];
  const target = path.posix.join(path.posix.dirname(importer), name);
  const found = [target, `${target}.ts`, `${target}/index.ts`].find(isFile);
  return found === undefined ? [] : [found];
}

function isFile(file: string): boolean {
  const full = path.join(root, file);
  return existsSync(full) && statSync(full).isFile();
}
