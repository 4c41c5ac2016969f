import { expect } from "chai";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format } from "prettier";
import {
  errorReference,
  type ErrorClass,
} from "../../../../automation/report/errors/errorReference";
import { errorWords } from "../../../../automation/report/errors/errorWords";
import { refusalCodes } from "../../../../contract/refusal";
import { exitCodes } from "../../../../automation/report/exitCodes";

const root = path.join(__dirname, "../../../..");
const folders = [
  "automation",
  "aws",
  "components",
  "config",
  "contract",
  "provider",
  "registry",
  "sandbox",
  "support",
  "targets",
  "toolchain",
];
const page = path.join(root, "docs/errors.md");
const endings = path.join(root, "automation/report/errors/errorEndings.ts");

describe("the error classes", () => {
  const sources = folders
    .flatMap((folder) => typeScriptIn(path.join(root, folder)))
    .map((file) => readFileSync(file, "utf8"));
  const classes = sources.flatMap(classesIn);

  it("each have a stable code of their own and an exit code beside it", () => {
    const codes = sources.flatMap((text) =>
      [...text.matchAll(/^ {2}readonly code = "(\w+)"/gm)].map(([, code]) => code),
    );
    expect(codes).to.have.length.above(50);
    expect(classes.map(({ code }) => code)).to.have.members(codes);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const { ends } of classes) expect(exitCodes).to.have.property(ends);
  });

  it("and the program's refusals each have a meaning and a remedy in docs/errors.md", () => {
    for (const code of [...classes.map((one) => one.code), ...refusalCodes]) {
      expect(errorWords, code).to.have.property(code);
      expect(errorWords[code]?.meaning, code).to.match(/^[A-Z].*\.$/);
      expect(errorWords[code]?.remedy, code).to.match(/^[A-Z].*\.$/);
    }
  });

  it("are what docs/errors.md says (UPDATE_DOCS=1 writes it)", async () => {
    const made = await format(errorReference(classes), { parser: "markdown", printWidth: 100 });
    expectCurrent(page, made);
  });

  it("are what errorEndings.ts says, by code, because engine failures carry a code alone (UPDATE_DOCS=1 writes it)", async () => {
    const entries = classes.map(({ code, ends }) => `  ${code}: "${ends}",`).sort();
    const text = [
      'import type { ErrorEnding } from "../../../support/errors";',
      "",
      "/**",
      " * `ends` of every error class by its code: a failure that the engine reports has a code alone. Made",
      " * from the classes: UPDATE_DOCS=1 npx mocha test/automation/report/errors/errorReference.test.ts",
      " */",
      "export const errorEndings = {",
      ...entries,
      "} as const satisfies Readonly<Record<string, ErrorEnding>>;",
    ].join("\n");
    expectCurrent(endings, await format(text, { parser: "typescript", printWidth: 100 }));
  });
});

function expectCurrent(file: string, made: string): void {
  if (process.env.UPDATE_DOCS === "1") writeFileSync(file, made);
  expect(readFileSync(file, "utf8")).to.equal(made);
}

function typeScriptIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}

function classesIn(text: string): ErrorClass[] {
  const found = text.matchAll(
    /class (\w+) extends \w+ \{\s+readonly code = "(\w+)";\s+readonly ends = "(\w+)";/g,
  );
  return [...found].map(([, name = "", code = "", ends]) => ({
    name,
    code,
    ends: ends as ErrorClass["ends"],
  }));
}
