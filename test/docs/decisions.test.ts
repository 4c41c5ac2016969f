import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const folder = path.resolve(__dirname, "../../docs/decisions");
const records = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => /^\d{3}-.*\.md$/.test(path.basename(file)))
  .sort();
const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");
const numberOf = (file: string) => path.basename(file).slice(0, 3);
/** Of a first line `# 012 Title`. */
const titleOf = (file: string) => (textOf(file).split("\n")[0] ?? "").replace(/^# \d{3} /, "");

interface Row {
  number: string | undefined;
  file: string | undefined;
  title: string | undefined;
  consequence: string | undefined;
}

const index: Row[] = textOf("README.md")
  .split("\n")
  .flatMap((line) => {
    const cells = /^\| \[(\d{3})\]\((.+)\) +\| (.+?) +\| (.+?) +\|$/.exec(line);
    if (!cells) return [];
    const [, number, file, title, consequence] = cells;
    return [{ number, file, title, consequence }];
  });

describe("docs/decisions", () => {
  it("has every record once in its index, by number, title and a consequence", () => {
    expect(records.length).to.be.greaterThan(20);
    expect(
      index
        .map(({ number, file, title }) => ({ number, file, title }))
        .sort((a, b) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1)),
    ).to.deep.equal(
      records.map((file) => ({ number: numberOf(file), file, title: titleOf(file) })),
    );
    for (const { file, consequence } of index) expect(consequence, file).to.match(/\w+ \w+/);
  });

  it("lists the records of an area in the order of their numbers", () => {
    for (const area of new Set(index.map(({ file }) => path.dirname(file ?? "")))) {
      const numbers = index.flatMap(({ file, number }) =>
        path.dirname(file ?? "") === area ? [number] : [],
      );
      expect(numbers, area).to.deep.equal([...numbers].sort());
    }
  });

  it("gives no number twice, because code and pages refer to numbers", () => {
    const numbers = records.map(numberOf);
    expect(numbers).to.have.length(new Set(numbers).size);
  });

  it("keeps a folder small enough to be read at a glance", () => {
    for (const area of new Set(records.map((file) => path.dirname(file)))) {
      const files = readdirSync(path.join(folder, area)).filter((name) => name.endsWith(".md"));
      expect(files.length, area).to.be.at.most(20);
    }
  });

  for (const file of records) {
    it(`says why, what and at which price: ${file}`, () => {
      const parts = [...textOf(file).matchAll(/^\*\*(Context|Choice|Price)\.\*\* /gm)];
      expect(parts.map(([, name]) => name)).to.deep.equal(["Context", "Choice", "Price"]);
    });
  }
});
