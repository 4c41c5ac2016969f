import { derivedFacts } from "./derivedFacts";
import type { Options } from "./options";
import { callTable, costTable } from "./overheadTables";
import { summaries } from "./summary";
import type { Turn } from "./turn";

/** Everything that one run of the benchmark found out, as Markdown. */
export function overheadReport(turns: readonly Turn[], options: Options, machine: string): string {
  const { repetitions, timeScale, poll } = options;
  const all = summaries(turns);
  return [
    `Measured on: ${machine}.`,
    `Medians of ${repetitions}, each in turn with the floor; AWS's clock ${timeScale} times as fast ` +
      `as real time, ${poll} ms between two of Slipway's polls.`,
    costTable(all, turns),
    derivedFacts(all)
      .map((line) => `- ${line}`)
      .join("\n"),
    callTable(all),
  ].join("\n\n");
}
