import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const folder = path.resolve(__dirname, "../../docs/decisions");

describe("docs/decisions", () => {
  it("has every record in its index, by its number and title, in order", () => {
    const records = readdirSync(folder).filter((name) => /^\d{3}-.*\.md$/.test(name));
    const index = readFileSync(path.join(folder, "README.md"), "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, number, file, title] = /^\| \[(\d{3})\]\((.+)\) +\| (.+?) +\|$/.exec(line) ?? [];
        return number === undefined ? [] : [{ number, file, title }];
      });
    expect(index).to.deep.equal(
      records.sort().map((file) => ({
        number: file.slice(0, 3),
        file,
        title: titleOf(readFileSync(path.join(folder, file), "utf8")),
      })),
    );
  });
});

/** Of a first line like `# 012 Title` or `# 12. Title`. */
function titleOf(record: string): string {
  return (record.split("\n")[0] ?? "").replace(/^# \d+[.:]? /, "");
}
