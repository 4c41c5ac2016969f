/** What an error means for the command that it ends: the names of the runner's exit codes. */
export type ErrorEnding =
  | "unexpected"
  | "usage"
  | "preflightRefused"
  | "buildFailed"
  | "taskFailed"
  | "cancelled"
  | "stackLocked";

/** What every error of Slipway's own carries, so that each host can show it in its way. */
export abstract class SlipwayError extends Error {
  /** Stable and documented, e.g. `SETTINGS_INVALID`. */
  abstract readonly code: string;
  /** All but `unexpected` are raised only before a service is touched. */
  abstract readonly ends: ErrorEnding;

  /**
   * @param message what was wrong and the value seen, as a sentence
   * @param remedy what to do about it, as a sentence
   */
  constructor(
    message: string,
    readonly remedy?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Somebody else's text with a full stop, so that a remedy can follow it. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?:]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
