import { withDeadline } from "../../../support/deadline";
import { messageOf } from "../../../support/errors";
import { hurriedMs, type SideChannel } from "../../io/sideChannel";
import type { AnnotationStyle, BuildkiteAgent } from "./buildkiteAgent";

/** Between two writings of progress: each one starts a program and calls Buildkite's API. */
const pauseMs = 5000;
/** Buildkite's limit is 1 MiB (buildkite.com/docs/agent/cli/reference/annotate). */
const longestBytes = 1_000_000;

interface Around extends SideChannel {
  readonly agent: BuildkiteAgent;
}

/** One annotation of a build, replaced in place. A failure is a warning, once. */
export class Annotation {
  private next: (() => string) | undefined;
  private shown: string | undefined;
  private sending: Promise<void> = Promise.resolve();
  private idle = true;
  private broken = false;
  private readonly ended = new AbortController();
  /** Ends the writing of progress that the end has made out of date. */
  private readonly dropped = new AbortController();

  constructor(
    private readonly context: string,
    private readonly around: Around,
  ) {}

  /** Shows the newest progress as soon as the pause after the last one is over. */
  show(markdown: () => string): void {
    this.next = markdown;
    if (!this.idle || this.broken || this.ended.signal.aborted) return;
    this.idle = false;
    this.sending = this.keepShowing();
  }

  /**
   * Shows how the command ended, even where progress could not be written. Never rejects.
   * @param hurried takes two seconds at most, and drops progress that is being written
   */
  async finish(markdown: string, style: AnnotationStyle, hurried = false): Promise<void> {
    this.ended.abort(new Error("ended"));
    if (hurried) this.dropped.abort(new Error("dropped"));
    else await this.sending;
    await this.send(markdown, style, hurried);
  }

  private async keepShowing(): Promise<void> {
    const { signal } = this.ended;
    while (this.next && !this.broken && !signal.aborted) {
      const markdown = this.next();
      this.next = undefined;
      if (markdown !== this.shown) {
        await this.send(markdown, "info", false, this.dropped.signal);
        await this.around.clock.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
    this.idle = true;
  }

  private async send(
    markdown: string,
    style: AnnotationStyle,
    hurried: boolean,
    parent?: AbortSignal,
  ): Promise<void> {
    const { agent, clock, mask, warn } = this.around;
    const body = shortened(mask.text(markdown));
    const write = (signal: AbortSignal) =>
      agent.annotate(body, { context: this.context, style }, signal);
    try {
      if (hurried) await withDeadline(clock, hurriedMs, "Writing it", write);
      else await write(parent ?? new AbortController().signal);
      this.shown = markdown;
    } catch (error) {
      if (parent?.aborted) return;
      if (!this.broken) warn(`The annotation could not be written: ${messageOf(error)}`);
      this.broken = true;
    }
  }
}

function shortened(markdown: string): string {
  const bytes = Buffer.from(markdown);
  return bytes.length <= longestBytes ? markdown : bytes.subarray(0, longestBytes).toString();
}
