import type { Clock } from "../../support/clock";
import type { IoHost } from "./ioHost";
import { LiveBlock, type Line } from "./liveBlock";
import type { Message } from "./message";
import type { Output } from "./output";
import { resultText, type ResultForm } from "../render/resultText";
import { paintOf, type Style } from "./style";

interface Row {
  message: Message;
  since: number;
}

/** A person's terminal: what moves is shown in place, one row each, with the seconds it takes. */
export class TerminalHost implements IoHost {
  private readonly rows = new Map<string, Row>();
  private readonly block: LiveBlock;
  private readonly closed = new AbortController();

  constructor(
    private readonly output: Output,
    private readonly style: Style,
    private readonly form: ResultForm,
    private readonly clock: Clock,
  ) {
    this.block = new LiveBlock(output);
    void this.tick();
  }

  notify(message: Message): void {
    if (message.level === "result") {
      this.rest();
      this.output.stdout(resultText(message, this.form));
      return;
    }
    const { subject } = message;
    if (subject) {
      const since = this.rows.get(subject.name)?.since ?? this.clock.monotonic();
      this.rows.set(subject.name, { message, since });
      this.draw();
      return;
    }
    const label = message.level === "info" ? "" : `${message.level}: `;
    this.block.print(paintOf(message, this.style)(label + message.text));
  }

  close(): void {
    this.rest();
    this.closed.abort(new Error("closed"));
  }

  /** The rows stay on the screen as they are; the first line of each tells how it ended. */
  private rest(): void {
    this.draw();
    this.block.rest();
    this.rows.clear();
  }

  private draw(): void {
    this.block.draw([...this.rows.values()].map((row) => this.line(row)));
  }

  private line({ message, since }: Row): Line {
    const running = message.subject?.state === "running";
    const seconds = Math.floor((this.clock.monotonic() - since) / 1000);
    const mark = running ? "·" : message.subject?.state === "succeeded" ? "✓" : "✗";
    const time = running && seconds > 0 ? ` ${seconds} s` : "";
    return { text: `${mark} ${message.text}${time}`, style: paintOf(message, this.style) };
  }

  private async tick(): Promise<void> {
    try {
      for (;;) {
        await this.clock.sleep(1000, this.closed.signal);
        this.draw();
      }
    } catch {
      return; // closed
    }
  }
}
