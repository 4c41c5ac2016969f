import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { ReleaseReport, ServiceReport } from "../report/releaseReport";
import type { ExitCode } from "../report/exitCodes";

const words: Readonly<Record<ExitCode, string>> = {
  0: "deployed",
  1: "failed unexpectedly",
  2: "not begun: usage or settings",
  3: "refused, no service was touched",
  4: "build or push failed, no service was touched",
  5: "one-off task failed, no service was touched",
  6: "failed, and rolled back",
  7: "failed, and not fully rolled back",
  8: "superseded by a newer deployment",
  9: "still moving, or not known, when we stopped looking",
  10: "cancelled",
  11: "the stack is locked, no service was touched",
};

/** How a command ended, in a few words. */
export function endingText(exitCode: ExitCode, nothingToDo = false): string {
  return exitCode === 0 && nothingToDo ? "nothing to do" : words[exitCode];
}

/** Why a release ended as it did, a sentence or two each; nothing where all went well. */
export function reasonsOf(report: ReleaseReport): string[] {
  const services = report.services.flatMap((service) => reasonOf(service) ?? []);
  const failures = report.failures.map(({ resource, message }) =>
    resource === undefined ? message : `${resource}: ${message}`,
  );
  const gates = (report.gates ?? []).flatMap(({ gate, result, reason = "no reason given" }) =>
    result === "red" ? [`${gate}: red: ${reason}`] : [],
  );
  return [...gates, ...services, ...failures];
}

function reasonOf({ service, detail, reason, now }: ServiceReport): string | undefined {
  if (!detail || isSuccess(detail) || detail.kind === "not started") return undefined;
  const where = now === undefined ? "" : ` (${now})`;
  return `${service}: ${reason ?? outcomeLabel(detail)}${where}`;
}
