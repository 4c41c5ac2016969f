import type { ServiceState } from "../ground/serviceState";

/** How one tool fared in one scenario. */
export interface Ending {
  readonly scenario: string;
  readonly tool: string;
  readonly exitCode: number;
  /** The tool's last line, and everything that it printed. */
  readonly said: string;
  readonly output: string;
  /** Wall time. */
  readonly seconds: number;
  /** When the tool ended, and when nothing moved any more: by service. */
  readonly states: Readonly<Record<"then" | "finally", readonly ServiceState[]>>;
  readonly calls: readonly { readonly operation: string; readonly outcome: string }[];
}

/** Whether exit code 0 and only that went with the commit running everywhere, in the end. */
export function isRight({ exitCode, states }: Ending): boolean {
  return (exitCode === 0) === states.finally.every((state) => state === "new");
}

const words: Readonly<Record<ServiceState, string>> = {
  new: "on the new commit",
  old: "on the old one",
  other: "on the other deployer's",
  moving: "still moving",
  failed: "failed, not rolled back",
};

/** What happened, e.g. `4 on the new commit, 1 on the old one`. */
export function happened({ states }: Ending): string {
  const end = counted(states.finally);
  const then = counted(states.then);
  return then === end ? end : `${end} (${then} when the tool ended)`;
}

function counted(states: readonly ServiceState[]): string {
  return Object.entries(words)
    .map(([state, text]) => ({ text, count: states.filter((s) => s === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ text, count }) => (states.length === 1 ? text : `${count} ${text}`))
    .join(", ");
}

/** How often an operation succeeded. */
export function done({ calls }: Ending, operation: string): number {
  return calls.filter((call) => call.operation === operation && call.outcome === "ok").length;
}
