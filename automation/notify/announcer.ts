import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { hurriedMs, type SideChannel } from "../io/sideChannel";
import type { Notice } from "./notice";
import type { Notifier } from "./notifier";

/** For one notice to one channel, the wait for the notice before it included. */
const noticePatienceMs = 10_000;

/** Characters of a warning: a server may answer with a whole page. */
const longestReason = 250;

interface Around extends SideChannel {
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
}

/** Notifies all channels, each in the order of the notices. A channel that fails is a warning, once. */
export class Announcer {
  private readonly last = new Map<Notifier, Promise<void>>();
  private readonly warned = new Set<Notifier>();

  constructor(
    private readonly notifiers: readonly Notifier[],
    private readonly around: Around,
  ) {}

  /** Begins to send; `settled` waits for the end. */
  tell(notice: Notice): void {
    const masked = this.around.mask.json(notice) as Notice;
    for (const notifier of this.notifiers) {
      const before = this.last.get(notifier) ?? Promise.resolve();
      this.last.set(notifier, this.attempt(notifier, masked, before));
    }
  }

  /** Resolves when every notice was sent or given up; never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.last.values());
  }

  private async attempt(notifier: Notifier, notice: Notice, before: Promise<void>): Promise<void> {
    const { clock, mask, signal, warn } = this.around;
    const patienceMs = signal.aborted ? hurriedMs : noticePatienceMs;
    try {
      await withDeadline(clock, patienceMs, "it", async (signal) => {
        await before;
        await notifier.tell(notice, signal);
      });
    } catch (error) {
      if (this.warned.has(notifier)) return;
      this.warned.add(notifier);
      const why = mask.text(messageOf(error)).slice(0, longestReason);
      warn(
        `${notifier.name} could not be notified: ${why.replace(/\.$/, "")}.`.replace(/\s+/g, " "),
      );
    }
  }
}
