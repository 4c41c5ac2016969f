import type { GateReport } from "../report/gateReport";

/** `http https://mage.example.com/health: green (4 s)`, and what there is to say about it. */
export function gateText({ gate, result, reason, notes = [], seconds }: GateReport): string {
  const why = reason === undefined ? "" : `: ${reason}`;
  return [`${gate}: ${result} (${seconds} s)${why}`, ...notes.map((note) => `  ${note}`)].join(
    "\n",
  );
}
