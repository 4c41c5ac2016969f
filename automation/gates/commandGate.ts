import { formatDuration } from "../../config/duration";
import type { CommandGateSettings } from "../../config/settings";
import { withoutLogins } from "../../config/problems/withoutLogins";
import type { Clock } from "../../support/clock";
import { DeadlineExceeded, withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import type { Gate, GateVerdict } from "./gate";

/** A program that ran to its end. */
export interface CommandEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines that it wrote, of both streams. */
  readonly lines: readonly string[];
}

/**
 * Runs a program without a shell; it ends with the signal, in seconds.
 * @throws when it can't be started, and the signal's reason once it has ended
 */
export type RunCommand = (command: readonly string[], signal: AbortSignal) => Promise<CommandEnd>;

interface Around {
  readonly run: RunCommand;
  readonly clock: Clock;
}

/** Runs a command that must exit 0: once, or where `every` is set until it does. */
export function commandGate(settings: CommandGateSettings, around: Around): Gate {
  return {
    name: `command ${withoutLogins(settings.command.join(" "))}`,
    check: (signal) => tryOut(settings, around, signal),
  };
}

async function tryOut(
  { command, for: seconds, every }: CommandGateSettings,
  { run, clock }: Around,
  signal: AbortSignal,
): Promise<GateVerdict> {
  const until = clock.monotonic() + seconds * 1000;
  const limit = formatDuration(seconds);
  for (let count = 1; ; count++) {
    const ended = await once(run, command, clock, Math.max(1, until - clock.monotonic()), signal);
    if (ended.result === "green") return ended;
    const rest = until - clock.monotonic();
    if (every === undefined || rest <= 0) {
      const times = every === undefined ? "" : `${count} times in ${limit}; the last: `;
      return { ...ended, reason: `${times}${ended.reason}` };
    }
    await clock.sleep(Math.min(every * 1000, rest), signal);
  }
}

async function once(
  run: RunCommand,
  command: readonly string[],
  clock: Clock,
  ms: number,
  parent: AbortSignal,
): Promise<GateVerdict> {
  let running: Promise<unknown> | undefined;
  try {
    const work = (signal: AbortSignal) => {
      const begun = run(command, signal);
      running = begun.catch(() => undefined);
      return begun;
    };
    const { code, signal, lines } = await withDeadline(clock, ms, "The command", work, parent);
    if (code === 0) return { result: "green" };
    const how = code === null ? `ended by ${signal ?? "a signal"}` : `exit code ${code}`;
    const wrote = lines.map((line) => `  | ${line}`);
    return { result: "red", reason: [`${how}.`, ...wrote].join("\n") };
  } catch (error) {
    // Wait for the process: a survivor would keep checking a release that has moved on.
    await running;
    parent.throwIfAborted();
    const reason = messageOf(error);
    if (error instanceof DeadlineExceeded) return { result: "red", reason };
    // A missing program says nothing about the release.
    return { result: "unknown", reason: `it could not be run: ${reason}` };
  }
}
