import type { Output } from "./output";

const escape = "\u001b[";

/**
 * Lines at the bottom of a terminal that are drawn over in place. Text that is printed through it
 * scrolls away above them. Every line is cut to the terminal's width, so that one line is one
 * row, so the number of rows to move up is known.
 */
export class LiveBlock {
  private drawn: string[] = [];

  constructor(private readonly output: Output) {}

  /** Prints `text` for good, above the block. */
  print(text: string): void {
    const lines = this.drawn;
    this.output.stderr(`${this.erasure()}${text}\n${asText(lines)}`);
  }

  /** Replaces the block's lines; an unchanged block is not written again. */
  draw(lines: readonly Line[]): void {
    const fitting = this.fit(lines);
    if (fitting.length === this.drawn.length && fitting.every((l, i) => l === this.drawn[i]))
      return;
    this.output.stderr(`${this.erasure()}${asText(fitting)}`);
    this.drawn = fitting;
  }

  /** Leaves the lines where they are and forgets them. */
  rest(): void {
    this.drawn = [];
  }

  private fit(lines: readonly Line[]): string[] {
    const width = Math.max(20, (this.output.columns ?? 80) - 1);
    const height = Math.max(2, (this.output.rows ?? 24) - 1);
    const cut = lines.map(({ text, style }) => style(cutTo(text, width)));
    if (cut.length <= height) return cut;
    return [...cut.slice(0, height - 1), `… and ${cut.length - height + 1} more`];
  }

  private erasure(): string {
    return this.drawn.length === 0 ? "" : `${escape}${this.drawn.length}A\r${escape}J`;
  }
}

export interface Line {
  readonly text: string;
  /** Applied after the text was cut, so that no escape sequence is cut in two. */
  readonly style: (text: string) => string;
}

function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** `text` in at most `width` characters, on one line. */
function cutTo(text: string, width: number): string {
  const line = text.replace(/\s*\n\s*/g, " · ");
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
