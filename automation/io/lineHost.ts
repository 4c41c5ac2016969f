import type { IoHost } from "./ioHost";
import type { Message } from "./message";
import type { Output } from "./output";
import { resultText, type ResultForm } from "../render/resultText";
import { paintOf, type Style } from "./style";

/** One printed line for every change: for CI, pipes and files. Nothing is ever drawn over. */
export class LineHost implements IoHost {
  private readonly last = new Map<string, string>();

  constructor(
    private readonly output: Output,
    private readonly style: Style,
    private readonly form: ResultForm,
  ) {}

  notify(message: Message): void {
    if (message.level === "result") {
      this.output.stdout(resultText(message, this.form));
      return;
    }
    const { subject, text } = message;
    if (subject) {
      if (this.last.get(subject.name) === text) return;
      this.last.set(subject.name, text);
    }
    const label = message.level === "info" ? "" : `${message.level}: `;
    this.output.stderr(`${paintOf(message, this.style)(label + text)}\n`);
  }

  close(): void {
    return;
  }
}
