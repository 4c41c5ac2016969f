import { allFaults } from "./allFaults";
import { faulty, policies, sizes, type FaultCase, type Policy, type Size } from "./faultCase";
import type { Seen } from "./runFaultCase";

/** What was seen of a fault, or undefined where it was not run: the cell stays as it is. */
export type Results = (fault: FaultCase, size: Size, policy: Policy) => Seen | undefined;

/**
 * The matrix as a Markdown table: each cell is an exit code and what runs in the end.
 * @param present the table as it is now
 */
export function matrixTable(results: Results, present: string): string {
  const presentRows = new Map(present.split("\n").map((line) => [cellsOf(line)[0], cellsOf(line)]));
  const columns = sizes.flatMap((size) => policies.map((policy) => ({ size, policy })));
  const heads = columns.map(({ size, policy }) =>
    size === 1 ? `1 service, \`${policy}\`` : `${size} services, \`${policy}\``,
  );
  const rows = Object.entries(allFaults).flatMap(([heading, faults]) => [
    [`**${heading}**`, "", ...columns.map(() => "")],
    ...faults.map((fault) => {
      const seen = columns.map(({ size, policy }) => results(fault, size, policy));
      const kept = presentRows.get(fault.title) ?? [];
      return [
        fault.title,
        seen.some((each) => each) ? said(fault, seen) : (kept[1] ?? ""),
        ...seen.map((each, n) => (each ? cell(each) : (kept[n + 2] ?? "–"))),
      ];
    }),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const header = ["fault", "what Slipway says", ...heads];
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((text) => text.trim());
}

function said({ evidence = [] }: FaultCase, seen: readonly (Seen | undefined)[]): string {
  const output = seen.find((each) => each !== undefined)?.output ?? "";
  return evidence
    .map((words) => words.exec(output)?.[0].replaceAll('"', "") ?? "nothing of this")
    .join(", ");
}

/** E.g. `7: web old, the others new`. */
function cell({ exit, runs, tag }: Seen): string {
  const others = Object.keys(runs).filter((name) => name !== faulty);
  const kinds = [...new Set(others.map((name) => runs[name]))].join(" or ");
  const own = runs[faulty] ?? "?";
  const all =
    kinds === "" ? own : kinds === own ? `all ${own}` : `${faulty} ${own}, others ${kinds}`;
  const expected = kinds === "" ? own : kinds;
  return `${exit}: ${all}${tag === expected ? "" : `, tag ${tag}`}`;
}
