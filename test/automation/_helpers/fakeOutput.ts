import type { Output } from "../../../automation/io/output";

/** Both streams as text, and what a terminal would show of the story. */
export class FakeOutput implements Output {
  out = "";
  err = "";
  readonly columns?: number;
  readonly rows?: number;

  constructor(size: { columns?: number; rows?: number } = {}) {
    this.columns = size.columns;
    this.rows = size.rows;
  }

  stdout(text: string): void {
    this.out += text;
  }

  stderr(text: string): void {
    this.err += text;
  }

  /** The lines on the screen: knows `cursor up n` and `erase to the end`, as they are used here. */
  screen(): string[] {
    const lines: string[] = [];
    for (const part of this.err.split(/(\u001b\[\d+A\r\u001b\[J)/)) {
      const up = /^\u001b\[(\d+)A/.exec(part);
      if (up) lines.splice(lines.length - Number(up[1]));
      else if (part !== "") lines.push(...part.replace(/\n$/, "").split("\n"));
    }
    return lines;
  }
}
