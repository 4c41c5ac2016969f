import type { ContainerLogs, Evidence, StoppedTasks } from "../../../contract/evidence";

/** How much of it is shown. */
export interface EvidenceSize {
  /** Of each kind: reasons, target groups … */
  groups: number;
  /** The last lines of the log. */
  logLines: number;
  /** Characters of one of them. */
  width: number;
}

/** What explains an outcome, line by line, most telling first. */
export function evidenceText(evidence: Evidence, size: EvidenceSize): string[] {
  const { stoppedTasks, breaker, targets, capacity, alarms, logs, hints } = evidence;
  return [
    ...stoppedTasks.slice(0, size.groups).map(stoppedText),
    ...(breaker && breaker.failures > 0 ? [breakerText(breaker)] : []),
    ...targets
      .slice(0, size.groups)
      .map(({ count, targetGroup, reason }) => `${count} × unhealthy in ${targetGroup}: ${reason}`),
    ...capacity.slice(0, size.groups),
    ...(alarms.length > 0 ? [`alarms: ${alarms.join(", ")}`] : []),
    ...(logs ? logText(logs, size) : []),
    ...hints.map((hint) => `hint: ${hint}`),
  ];
}

/** The last lines of a container, or where they are. */
export function logText(
  logs: ContainerLogs,
  { logLines, width }: Pick<EvidenceSize, "logLines" | "width">,
): string[] {
  const { container } = logs;
  if ("where" in logs) return [`Output of ${container}: ${logs.where}.`];
  if (logs.lines.length === 0) return [`${container} wrote nothing.`];
  const lines = logs.lines.slice(-logLines).map((line) => `| ${cut(line, width)}`);
  return [`last lines of ${container}:`, ...lines];
}

/** Tasks go on failing while ECS stops the deployment: there may be more than it takes. */
function breakerText({ failures, threshold }: NonNullable<Evidence["breaker"]>): string {
  return failures > threshold
    ? `circuit breaker: ${failures} failures, it takes ${threshold}`
    : `circuit breaker: ${failures} of ${threshold} failures`;
}

function stoppedText({ count, container, reason, exitCode }: StoppedTasks): string {
  const who = container === undefined ? "" : `${container}: `;
  const exit = exitCode === undefined ? "" : `, exit code ${exitCode}`;
  return `${count} × ${who}${reason}${exit}`;
}

function cut(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width)}…` : line;
}
