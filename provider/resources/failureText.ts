import { evidenceText } from "../../targets/ecs/evidence/evidenceText";
import { outcomeLabel } from "../../contract/outcome";
import type { RolloutResult } from "../../targets/rollout";

/** It travels in gRPC's trailers, thrice and encoded, where Node has room for 64 KB. */
export const failureSize = { groups: 3, logLines: 10, width: 200 };
const longest = 3_000;

/** All that a user of plain `pulumi up` sees of a rollout that did not end well. */
export function failureText(
  service: string,
  { outcome, reason, next, evidence }: RolloutResult,
): string {
  const head = `${service}: ${outcomeLabel(outcome)}. ${reason}${next === undefined ? "" : ` ${next}`}`;
  const lines = evidenceText(evidence, failureSize).map((line) => `  ${line}`);
  const text = [head, ...lines].join("\n");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
