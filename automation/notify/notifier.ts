import type { Notice } from "./notice";

/** Notifies one channel. Made for one release, so it may remember its messages. */
export interface Notifier {
  /** `Slack`, as a warning names it; holds no secret. */
  readonly name: string;
  /** @throws Error when the recipient could not be told; the message holds no secret */
  tell(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** Node's `fetch`, as far as it is used here. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;
