import { markdownTable } from "../page/markdownTable";
import { withGeneratedPart } from "../page/generatedPart";
import { done, happened, isRight, type Ending } from "./ending";
import type { Scenario } from "./scenarios";
import type { Tool } from "../ground/tools";

const header = [
  "scenario",
  "tool",
  "what the services ran in the end",
  "exit",
  "right",
  "says why",
  "its last words",
  "new revisions / deployments",
  "API calls",
];

/** The endings as a Markdown table, a row for each scenario and tool. */
export function comparisonTable(
  scenarios: readonly Scenario[],
  tools: readonly Tool[],
  endings: readonly Ending[],
): string {
  const rows = scenarios.flatMap((scenario) =>
    tools.flatMap((tool, n) => {
      const ending = endings.find((e) => e.scenario === scenario.name && e.tool === tool.name);
      return ending
        ? [[n === 0 ? scenario.title : "", tool.title, ...cells(scenario, ending)]]
        : [];
    }),
  );
  return markdownTable(header, rows);
}

function cells(scenario: Scenario, ending: Ending): string[] {
  const { exitCode, said, output, calls } = ending;
  const why = scenario.reason ? (scenario.reason.test(output) ? "yes" : "**no**") : "–";
  return [
    happened(ending),
    String(exitCode),
    isRight(ending) ? "yes" : "**no**",
    why,
    said,
    `${done(ending, "RegisterTaskDefinition")} / ${done(ending, "UpdateService")}`,
    String(calls.length),
  ];
}

/**
 * Puts a table into its place on a page. Of the one that is there, the rows of scenarios and
 * tools that were not run stay.
 * @throws Error when the page has no place for it
 */
export function withTable(page: string, table: string): string {
  return withGeneratedPart(page, "comparison", (present) => merged(present, table));
}

function merged(present: string, made: string): string {
  const [head = "", rule = "", ...rows] = made.split("\n");
  const rowsByKey = keyed(present.split("\n").slice(2));
  for (const [key, row] of keyed(rows)) {
    const [, title] = rowsByKey.get(key)?.split("|") ?? row.split("|");
    rowsByKey.set(key, row.replace(/^\|[^|]*/, `|${title}`));
  }
  return [head, rule, ...rowsByKey.values()].join("\n");
}

/** By scenario, which only the first of its rows names, and tool. */
function keyed(rows: readonly string[]): Map<string, string> {
  let scenario = "";
  return new Map(
    rows.map((row) => {
      const [, title = "", tool = ""] = row.split("|").map((cell) => cell.trim());
      if (title !== "") scenario = title;
      return [`${scenario}|${tool}`, row];
    }),
  );
}
