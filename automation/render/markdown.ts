/**
 * Markdown as GitHub and Buildkite's annotations read it. Text of others (log lines, stop
 * reasons, commit messages, names) is put into code and nowhere else: there no mark-up, link, emoji,
 * mention or HTML is looked for, and only the fence has to be longer than what is inside.
 */

/** `text` as code in a line. */
export function code(text: string): string {
  const line = printable(text).replace(/\s+/g, " ").trim();
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** `text` as code in a table's cell. There a vertical line ends the cell even in code. */
export function codeCell(text: string | undefined): string {
  return text === undefined ? "" : code(text).replace(/\\*\|/g, "\\|");
}

/** Lines of code. */
export function codeBlock(text: string): string {
  const lines = printable(text)
    .replace(/\r\n?/g, "\n")
    .replace(/^\n+|\s+$/g, "");
  const fence = "`".repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}text\n${lines}\n${fence}`;
}

/** @param rows cells as Markdown */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]) {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `[text](address)`; the address is one of the CI's own. */
export function link(text: string, address: string): string {
  return `[${text}](${address.replace(/[\s()<>[\]\\`]/g, (c) => `%${hex(c)}`)})`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}

/** Without a terminal's escapes and what no page can show. */
function printable(text: string): string {
  return text
    .replace(/\u001b\[[0-9;?]*[a-zA-Z]/g, "")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
