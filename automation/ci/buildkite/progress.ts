import type { Message } from "../../io/message";
import { messages } from "../../io/messages";
import { code, codeCell, link, markdownTable } from "../../render/markdown";
import type { BuildFacts } from "./buildFacts";

const marks = { running: "…", succeeded: "✓", failed: "✗" } as const;

/** The messages of a running command, as the annotation shows them. No I/O, no clock. */
export class Progress {
  private readonly rows = new Map<string, { state: keyof typeof marks; text: string }>();
  private title: string;

  constructor(
    environment: string,
    private readonly facts: BuildFacts,
  ) {
    this.title = code(environment);
  }

  /** Takes a message in. @returns whether it changes what is shown */
  observe({ code: kind, text, subject }: Message): boolean {
    if (kind === messages.started.code || kind === messages.rollingBack.code) {
      this.title = code(text);
      return true;
    }
    if (kind === messages.recovering.code) {
      this.rows.set("", { state: "failed", text });
      return true;
    }
    if (!subject) return false;
    const [first = ""] = text.split("\n");
    const row = { state: subject.state, text: first };
    const before = this.rows.get(subject.name);
    if (before?.text === row.text && before.state === row.state) return false;
    this.rows.set(subject.name, row);
    return true;
  }

  markdown(): string {
    const rows = [...this.rows.values()].map(({ state, text }) => [marks[state], codeCell(text)]);
    return [
      `### ${this.title}`,
      ...(rows.length > 0 ? [markdownTable(["", "now"], rows)] : []),
      ...footer(this.facts),
    ].join("\n\n");
  }
}

/** The commit, the user, and a link to the log. */
export function footer({ message, by, job }: BuildFacts): string[] {
  const parts = [
    ...(message === undefined ? [] : [code(message)]),
    ...(by === undefined ? [] : [`by ${code(by)}`]),
    ...(job === undefined ? [] : [link("log", job)]),
  ];
  return parts.length > 0 ? [parts.join(" · ")] : [];
}
