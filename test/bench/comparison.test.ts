import { expect } from "chai";
import { readFileSync } from "node:fs";
import path from "node:path";
import { comparisonTable, withTable } from "../../bench/compare/comparisonTable";
import { happened, isRight, type Ending } from "../../bench/compare/ending";
import type { ServiceState } from "../../bench/ground/serviceState";
import { scenarios } from "../../bench/compare/scenarios";
import { tools } from "../../bench/ground/tools";

const ending = (exitCode: number, ...states: ServiceState[]): Ending => ({
  scenario: "crash",
  tool: "script",
  exitCode,
  said: "a | b",
  output: "worker: exit code 1",
  seconds: 100,
  states: { then: states, finally: states },
  calls: [
    { operation: "UpdateService", outcome: "ok" },
    { operation: "UpdateService", outcome: "ThrottlingException" },
  ],
});

describe("comparison", () => {
  it("is right about a tool that says 0 exactly when everything runs the commit", () => {
    expect(isRight(ending(0, "new", "new"))).to.equal(true);
    expect(isRight(ending(0, "new", "old"))).to.equal(false);
    expect(isRight(ending(1, "old"))).to.equal(true);
    expect(isRight(ending(255, "new"))).to.equal(false);
  });

  it("says what happened, also when it happened after the tool had ended", () => {
    expect(happened(ending(0, "new"))).to.equal("on the new commit");
    expect(happened(ending(0, "new", "old", "new"))).to.equal(
      "2 on the new commit, 1 on the old one",
    );
    const late: Ending = { ...ending(9, "new"), states: { then: ["moving"], finally: ["new"] } };
    expect(happened(late)).to.equal("on the new commit (still moving when the tool ended)");
  });

  it("makes a row of each ending, and counts what succeeded", () => {
    const [, , row] = comparisonTable(scenarios, tools, [ending(0, "old")]).split("\n");
    expect(row).to.contain("| on the old one | 0 | **no** | yes | a \\| b | 0 / 1 | 2 |");
  });

  it("has a place in docs/comparison.md, which tells of every scenario with every tool", () => {
    const page = readFileSync(path.join(__dirname, "../../docs/comparison.md"), "utf8");
    expect(withTable(page, "| a table |")).to.contain("| a table |");
    for (const { title } of scenarios) expect(page).to.contain(title);
    const [, part = ""] = page.split(/<!-- comparison: (?:begin|end) -->/);
    const rows = part.split("\n").filter((line) => line.startsWith("| ") && !line.includes("---"));
    expect(rows).to.have.length(1 + scenarios.length * tools.length);
    expect(() => withTable("no markers", "a table")).to.throw("comparison: begin");
  });

  it("keeps the rows of what was not run", () => {
    const table = (...rows: string[]) => ["| scenario | tool |", "| - | - |", ...rows].join("\n");
    const page = (text: string) =>
      `<!-- comparison: begin -->\n\n${text}\n\n<!-- comparison: end -->`;
    const present = page(
      table("| Good | slipway | 1 |", "| | script | 2 |", "| Bad | slipway | 3 |"),
    );
    const made = table("| Good | script | 4 |", "| New | slipway | 5 |");
    expect(withTable(present, made)).to.equal(
      page(
        table(
          "| Good | slipway | 1 |",
          "| | script | 4 |",
          "| Bad | slipway | 3 |",
          "| New | slipway | 5 |",
        ),
      ),
    );
  });
});
