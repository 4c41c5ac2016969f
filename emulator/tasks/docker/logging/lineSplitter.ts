import { StringDecoder } from "node:string_decoder";

/** CloudWatch's limit for one event. */
const longest = 256 * 1024;

/** Cuts a stream of bytes into lines; a line that is too long is cut into several. */
export class LineSplitter {
  private readonly decoder = new StringDecoder("utf8");
  private rest = "";

  constructor(private readonly line: (text: string) => void) {}

  write(chunk: Buffer): void {
    const parts = (this.rest + this.decoder.write(chunk)).split("\n");
    this.rest = parts.pop() ?? "";
    for (const part of parts) this.emit(part.replace(/\r$/, ""));
    while (this.rest.length > longest) {
      this.line(this.rest.slice(0, longest));
      this.rest = this.rest.slice(longest);
    }
  }

  /** What came after the last line end counts as a line too. */
  end(): void {
    const last = this.rest + this.decoder.end();
    this.rest = "";
    if (last !== "") this.emit(last);
  }

  private emit(text: string): void {
    for (let at = 0; at === 0 || at < text.length; at += longest) {
      this.line(text.slice(at, at + longest));
    }
  }
}
