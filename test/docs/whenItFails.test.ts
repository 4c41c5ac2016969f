import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { exitCodes } from "../../automation/report/exitCodes";

const root = path.join(__dirname, "../..");
const page = readFileSync(path.join(root, "docs/when-it-fails.md"), "utf8");

/** The cells of a section's table, row by row, without its head. */
function table(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) => line.split("|").map((cell) => cell.trim()));
}

describe("docs/when-it-fails.md", () => {
  it("has every exit code once, in order", () => {
    const codes = table("Exit codes").map(([, code]) => Number(code));
    expect(codes).to.deep.equal(Object.values(exitCodes));
  });

  it("promises of 2 to 5 and 11 alone that no service was touched, as exitCodes.ts does", () => {
    const untouched = table("Exit codes").flatMap(([, code, , touched]) =>
      touched === "no" ? [Number(code)] : [],
    );
    expect(untouched).to.deep.equal([2, 3, 4, 5, 11]);
  });

  it("has every outcome of the contract once", () => {
    const contract = readFileSync(path.join(root, "contract/outcome.ts"), "utf8");
    const type = /export type Outcome =(.*?);\n\n/s.exec(contract)?.[1] ?? "";
    const kinds = new Set([...type.matchAll(/kind: "([a-z ]+)"/g)].map(([, kind = ""]) => kind));
    expect(kinds.size).to.be.greaterThan(8);
    const told = table("Outcomes").map(([, outcome = ""]) => outcome.replaceAll("_", ""));
    expect(told.sort()).to.deep.equal([...kinds].sort());
  });
});
