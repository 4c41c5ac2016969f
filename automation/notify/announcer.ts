import type { Clock } from "../../support/clock";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import type { Mask } from "../io/mask";
import type { Notice } from "./notice";
import type { Notifier } from "./notifier";

/** How long a recipient may take for one notice, waiting for the one before included. */
const patienceMs = 10_000;
/** … and when the run is stopped: a CI gives it about ten seconds, for everything. */
const hurriedMs = 2_000;

/** Of a warning; a server may answer with a whole page. */
const longestReason = 250;

interface Around {
  readonly clock: Clock;
  readonly mask: Mask;
  /** Aborts when the run is stopped. */
  readonly signal: AbortSignal;
  /** Called once for every recipient that could not be told. */
  readonly warn: (message: string) => void;
}

/** Tells everybody, each in the order of the notices, and lets nobody's trouble be the release's. */
export class Announcer {
  private readonly last = new Map<Notifier, Promise<void>>();
  private readonly warned = new Set<Notifier>();

  constructor(
    private readonly notifiers: readonly Notifier[],
    private readonly around: Around,
  ) {}

  /** Begins to tell; `settled` waits for the end of it. */
  tell(notice: Notice): void {
    const masked = this.around.mask.json(notice) as Notice;
    for (const notifier of this.notifiers) {
      const before = this.last.get(notifier) ?? Promise.resolve();
      this.last.set(notifier, this.attempt(notifier, masked, before));
    }
  }

  /** Resolves when everybody was told or given up; never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.last.values());
  }

  private async attempt(notifier: Notifier, notice: Notice, before: Promise<void>): Promise<void> {
    const { clock, mask, signal, warn } = this.around;
    const patience = signal.aborted ? hurriedMs : patienceMs;
    try {
      await withDeadline(clock, patience, "It", async (signal) => {
        await before;
        await notifier.tell(notice, signal);
      });
    } catch (error) {
      if (this.warned.has(notifier)) return;
      this.warned.add(notifier);
      const why = mask.text(messageOf(error)).replace(/^It /, "it ").slice(0, longestReason);
      warn(`${notifier.name} could not be told: ${why.replace(/\.$/, "")}.`.replace(/\s+/g, " "));
    }
  }
}
