import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as prettier from "prettier";

const file = path.join(__dirname, "../../../docs/reliability.md");

/** A part of docs/reliability.md that a run makes, between its markers. */
export function pagePart(name: string): string {
  const page = readFileSync(file, "utf8");
  const [from, to] = bounds(page, name);
  return page.slice(from, to).trim();
}

/** Puts what a run made there. */
export async function writePagePart(name: string, text: string): Promise<void> {
  const page = readFileSync(file, "utf8");
  const [from, to] = bounds(page, name);
  writeFileSync(file, `${page.slice(0, from)}\n\n${await formatted(text)}\n\n${page.slice(to)}`);
}

/** As Prettier leaves it in the page. */
export async function formatted(text: string): Promise<string> {
  const options = await prettier.resolveConfig(file);
  return (await prettier.format(text, { ...options, parser: "markdown" })).trim();
}

function bounds(page: string, name: string): [number, number] {
  const begin = `<!-- ${name}: begin -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(`<!-- ${name}: end -->`);
  if (from < 0 || to < from) throw new Error(`${file} has no part ${name}.`);
  return [from + begin.length, to];
}
