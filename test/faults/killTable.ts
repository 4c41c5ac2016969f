import { killKinds, type KillKind, type KillPoint } from "./_ground/killSwitch";
import type { Killed } from "./runKilled";

/** How often a release was killed, by the request that it was at, as a Markdown table. */
export function killTable(killed: readonly { point: KillPoint; result: Killed }[]): string {
  const seen = new Set(killed.map(({ point }) => point.kind));
  const kinds = (Object.keys(killKinds) as KillKind[]).filter((kind) => seen.has(kind));
  const at = ({ result, point }: (typeof killed)[number]) => result.requests[point.request - 1];
  const requests = [...new Set(killed.map((each) => at(each) ?? ""))].sort();
  const count = (name: string | undefined, kind: KillKind) =>
    killed.filter((each) => each.point.kind === kind && (name ?? at(each)) === at(each)).length;
  const rows = [
    ...requests.map((name) => [`\`${name}\``, ...kinds.map((kind) => `${count(name, kind)}`)]),
    ["**all**", ...kinds.map((kind) => `**${count(undefined, kind)}**`)],
  ];
  const header = ["killed at", ...kinds.map((kind) => killKinds[kind])];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
