import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const root = path.join(__dirname, "../..");
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).split("\n");
const names = new Set(tracked.map((file) => path.basename(file)));
const tops = new Set(tracked.map((file) => file.split("/")[0] ?? ""));
const pages = tracked.filter(
  (file) => /^(README|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(file) && existsSync(at(file)),
);

function at(...parts: string[]): string {
  return path.join(root, ...parts);
}

const isFile = (word: string) => /\.(ts|mjs|cjs|sh|md|yml)$/.test(word);
/** Stands for many paths: `targets/KIND/`, `docs/decisions/NNN-title.md`, `test/e2e/*`. */
const isPattern = (word: string) => /[*<>{}$…]|\b[A-Z]{3,}\b|THING/.test(path.dirname(word) + word);

/** What stands in backticks outside of fences and looks like a path of this repository. */
function paths(page: string): string[] {
  const prose = readFileSync(at(page), "utf8").replace(/^ *```.*?^ *```$/gms, "");
  const words = [...prose.matchAll(/`([\w.@/-]+)`/g)].map(([, word = ""]) => word);
  return words.filter((word) => {
    if (isPattern(word) && !isFile(word)) return false;
    return word.includes("/") ? tops.has(word.split("/")[0] ?? "") || isFile(word) : isFile(word);
  });
}

function isThere(page: string, word: string): boolean {
  if (!word.includes("/")) return names.has(word) || isOfAUser(word);
  return existsSync(at(word)) || existsSync(at(path.dirname(page), word)) || isOfAUser(word);
}

/** A file of a user's project, or one that a program makes. */
function isOfAUser(word: string): boolean {
  return /^(sandbox\.env|node_modules\/|dist\/|\.buildkite\/deploy)/.test(word);
}

/** As GitHub makes it of a heading. */
function slug(heading: string): string {
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return plain.replace(/[^\w\- ]/g, "").replace(/ /g, "-");
}

function slugsOf(page: string): string[] {
  const prose = readFileSync(at(page), "utf8").replace(/^ *```.*?^ *```$/gms, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));
}

describe("the paths in README, CONTRIBUTING and docs", () => {
  it("are many, as otherwise nothing is checked here", () => {
    expect(pages.length).to.be.greaterThan(40);
    expect(pages.flatMap(paths).length).to.be.greaterThan(80);
  });

  for (const page of pages) {
    it(`exist, those in backticks, in links and behind #: ${page}`, () => {
      expect(paths(page).filter((word) => !isThere(page, word))).to.deep.equal([]);
      const links = [...readFileSync(at(page), "utf8").matchAll(/\]\(([^)\s#]*)(?:#([^)]*))?\)/g)];
      for (const [link, target = "", anchor] of links) {
        if (/^[a-z]+:/.test(target)) continue;
        const file = target === "" ? page : path.join(path.dirname(page), target);
        expect(existsSync(at(file)), link).to.equal(true);
        if (anchor !== undefined) expect(slugsOf(file), link).to.include(anchor);
      }
    });
  }
});
