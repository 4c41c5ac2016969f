import { expect } from "chai";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readOptions } from "../../../bench/overhead/options";
import { overheadReport } from "../../../bench/overhead/overheadReport";
import type { Turn } from "../../../bench/overhead/turn";
import { withGeneratedPart } from "../../../bench/page/generatedPart";
import { calls, figures, turn } from "./_turns";

const options = readOptions([]);
const report = (turns: readonly Turn[]) => {
  if (!options) throw new Error("no options");
  return overheadReport(turns, options, "a machine");
};

describe("report of the overhead benchmark", () => {
  it("has a row of the floor and one of each command, with ratios to the floor", () => {
    const lines = report([turn({ run: figures(3.5, 8), calls: calls("A", "B", "B") })]).split("\n");
    expect(lines).to.include(
      "| floor: bare `pulumi up`, empty program | – | 2.0 s | 1.0 | 1.0 s | 1.0 | 100 MiB | 0 |",
    );
    expect(lines).to.include("| `slipway up` | 1 | 8.0 s | 4.0 | 3.5 s | 3.5 | 100 MiB | 3 |");
    expect(lines).to.include("| `slipway up` | 1 | B 2, A 1 |");
  });

  it("says what the figures come to, for each size", () => {
    const idle = "`slipway up`, nothing to do" as const;
    const describe = "DescribeTaskDefinition";
    const text = report([
      turn({ kind: idle, run: figures(1.5) }),
      turn({ kind: idle, run: figures(6), services: 50, floor: figures(2) }),
      turn({
        ...{ run: figures(2), calls: calls(describe, describe, "ListTaskDefinitions") },
        release: { fromStart: 1.5, untilFirstUpdate: 0.5, untilVerdict: 0.25 },
      }),
      turn({ services: 50, run: figures(10) }),
      turn({ services: 200, run: figures(90) }),
    ]);
    expect(text.split("\n").filter((line) => line.startsWith("- "))).to.deep.equal([
      "- nothing to do ÷ floor (processor): 1.5 (1) · 3.0 (50)",
      "- first UpdateService after the start: 1.5 s (1)",
      "- first UpdateService after the image is there: 0.50 s (1)",
      "- verdict after ECS has it: 0.25 s (1)",
      "- 50 services ÷ 1, nothing to do: 4.0 (wall), 4.0 (processor)",
      "- 50 services ÷ 1, release: 5.0 (wall), 5.0 (processor)",
      "- describes a family, nothing to do: 0.0 (1) · 0.0 (50)",
      "- describes a family, release: 2.0 (1) · 0.0 (50) · 0.0 (200)",
      "- lists a family, release: 1.0 (1) · 0.0 (50) · 0.0 (200)",
    ]);
  });

  it("says what it was measured on, how often, and at which pace", () => {
    expect(report([turn()])).to.match(/a machine\.[^]*Medians of 5[^]*100 times[^]*50 ms/);
  });

  it("has a place in docs/comparison.md", () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/comparison.md"), "utf8");
    expect(withGeneratedPart(page, "overhead", () => "figures")).to.contain("\n\nfigures\n\n");
    expect(() => withGeneratedPart("no markers", "overhead", String)).to.throw("overhead: begin");
  });
});
