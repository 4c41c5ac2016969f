import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { settingsReference } from "../../config/settingsReference";

const file = join(__dirname, "../../docs/settings.md");

describe("docs/settings.md", () => {
  it("says what the schema says (UPDATE_DOCS=1 writes it)", async () => {
    const made = await format(settingsReference(), { parser: "markdown", printWidth: 100 });
    if (process.env.UPDATE_DOCS === "1") writeFileSync(file, made);
    expect(readFileSync(file, "utf8")).to.equal(made);
  });
});
