import { allExitCodes, exitCodes, untouched } from "../exitCodes";
import { errorWords } from "./errorWords";

/** A class of errors, as its source has it. */
export interface ErrorClass {
  readonly name: string;
  readonly code: string;
  /** Name of an exit code. */
  readonly ends: keyof typeof exitCodes;
}

/** docs/errors.md: every exit code, and every stable code of an error. */
export function errorReference(classes: readonly ErrorClass[]): string {
  return [
    "# Errors and exit codes",
    "<!-- Made from the error classes: UPDATE_DOCS=1 npx mocha test/automation/report/errors/errorReference.test.ts -->",
    "Every error of Slipway has a stable code, such as `SETTINGS_INVALID`. It stands in brackets after the message, and in `error.code` or `failures[].code` of `--json`.",
    "## Exit codes",
    table(
      ["exit code", "meaning", "services"],
      allExitCodes().map(({ code, text }) => [
        String(code),
        text,
        untouched.includes(code) ? "none was touched" : "see the report",
      ]),
    ),
    "With `npx`, a Ctrl-C of the terminal may show as 130: npx ends before Slipway does.",
    "## Codes of errors",
    table(["code", "class", "exit code", "meaning", "remedy"], rowsOf(classes)),
    "## Codes of failures in a report",
    "These have no class: they describe a part of a release, whose exit code its outcomes decide.",
    table(["code", "meaning", "remedy"], failureRows(classes)),
  ].join("\n\n");
}

function rowsOf(classes: readonly ErrorClass[]): string[][] {
  const sorted = [...classes].sort((a, b) => exitCodes[a.ends] - exitCodes[b.ends]);
  return sorted.map(({ name, code, ends }) => {
    const { meaning = "", remedy = "" } = errorWords[code] ?? {};
    return [`\`${code}\``, `\`${name}\``, String(exitCodes[ends]), meaning, remedy];
  });
}

function failureRows(classes: readonly ErrorClass[]): string[][] {
  const known = new Set(classes.map(({ code }) => code));
  return Object.entries(errorWords)
    .filter(([code]) => !known.has(code))
    .map(([code, { meaning, remedy }]) => [`\`${code}\``, meaning, remedy]);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
