/** How a command ended, as its process's exit code says it. */
export const exitCodes = {
  success: 0,
  unexpected: 1,
  /** Usage, settings, or what Slipway needs on this machine. */
  usage: 2,
  preflightRefused: 3,
  buildFailed: 4,
  taskFailed: 5,
  failedAndRolledBack: 6,
  failedNotRolledBack: 7,
  superseded: 8,
  stillMoving: 9,
  cancelled: 10,
  stackLocked: 11,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The words for an exit code, wherever one is named: reports, notifications, help and docs. */
const words: Readonly<Record<ExitCode, string>> = {
  0: "deployed",
  1: "failed unexpectedly",
  2: "not begun: usage or settings",
  3: "refused by preflight",
  4: "build or push failed",
  5: "one-off task failed",
  6: "failed, and rolled back",
  7: "failed, and not fully rolled back",
  8: "superseded by a newer deployment",
  9: "still moving, or not known, when we stopped looking",
  10: "cancelled",
  11: "the stack is locked",
};

/** Exit codes that guarantee that no service was touched. */
export const untouched: readonly ExitCode[] = [2, 3, 4, 5, 11];

/** How a command ended, in a few words. */
export function endingText(exitCode: ExitCode, nothingToDo = false): string {
  if (exitCode === exitCodes.success && nothingToDo) return "nothing to do";
  const isSaid = exitCode === exitCodes.usage || !untouched.includes(exitCode);
  return isSaid ? words[exitCode] : `${words[exitCode]}, no service was touched`;
}

/** All exit codes with their words, in order. */
export function allExitCodes(): { readonly code: ExitCode; readonly text: string }[] {
  return Object.values(exitCodes).map((code) => ({
    code,
    text: code === exitCodes.success ? `${words[code]}, or nothing to do` : words[code],
  }));
}
