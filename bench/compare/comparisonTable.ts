import { done, happened, isRight, type Ending } from "./ending";
import type { Scenario } from "./scenarios";
import type { Tool } from "./tools";

const header = [
  "scenario",
  "tool",
  "what the services ran in the end",
  "exit",
  "right",
  "says why",
  "its last words",
  "new revisions / deployments",
  "time",
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
  const line = (texts: readonly string[]) => `| ${texts.map(escaped).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function cells(scenario: Scenario, ending: Ending): string[] {
  const { exitCode, said, seconds, output, calls } = ending;
  const why = scenario.reason ? (scenario.reason.test(output) ? "yes" : "**no**") : "–";
  return [
    happened(ending),
    String(exitCode),
    isRight(ending) ? "yes" : "**no**",
    why,
    said,
    `${done(ending, "RegisterTaskDefinition")} / ${done(ending, "UpdateService")}`,
    seconds < 90 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`,
    String(calls.length),
  ];
}

function escaped(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ").trim();
}

const begin = "<!-- comparison: begin -->";
const end = "<!-- comparison: end -->";

/** Puts a text between the markers of a page. @throws Error when the page has none */
export function withTable(page: string, text: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no ${begin} … ${end}.`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
