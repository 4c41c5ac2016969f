import { expect } from "chai";
import fc from "fast-check";
import { code, codeBlock, codeCell, link } from "../../../automation/render/markdown";

const hostile = fc.string({
  unit: fc.constantFrom(...Array.from("`~|\\<>&*_[]()!@:#- \n\rab")),
  maxLength: 40,
});

/** The text of a line that is nothing but a code span, as CommonMark 6.1 reads it. */
function spanOf(markdown: string): string | undefined {
  const fence = /^`+/.exec(markdown)?.[0];
  if (fence === undefined) return undefined;
  const rest = markdown.slice(fence.length);
  const close = [...rest.matchAll(/`+/g)].find(([run]) => run.length === fence.length);
  if (close?.index === undefined || close.index + fence.length !== rest.length) return undefined;
  const inside = rest.slice(0, close.index);
  return /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
}

const shown = (text: string) => text.replace(/\s+/g, " ").trim();

describe("markdown", () => {
  it("keeps any text within code in a line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = code(text);
        expect(markdown === "" ? "" : spanOf(markdown)).to.equal(shown(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps any text within its cell of a table", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const cell = codeCell(text);
        expect(cell).to.not.match(/(^|[^\\])(\\\\)*\||\n/);
        if (!text.includes("|") && cell !== "") expect(spanOf(cell)).to.equal(shown(text));
      }),
      { numRuns: 2000 },
    );
    expect(codeCell(undefined)).to.equal("");
  });

  it("keeps any lines within a block", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = codeBlock(text).split("\n");
        const fence = /^`+/.exec(lines[0] ?? "")?.[0] ?? "";
        const closing = lines.findIndex(
          (line, n) => n > 0 && new RegExp(`^ {0,3}\`{${fence.length},}\\s*$`).test(line),
        );
        expect(closing).to.equal(lines.length - 1);
      }),
      { numRuns: 2000 },
    );
    expect(codeBlock("\u001b[31m<b>red</b>\u001b[0m\n")).to.equal("```text\n<b>red</b>\n```");
  });

  it("keeps an address within its link", () => {
    expect(link("log", "https://ci/a(b)[c] d")).to.equal("[log](https://ci/a%28b%29%5Bc%5D%20d)");
  });
});
