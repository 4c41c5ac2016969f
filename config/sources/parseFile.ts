import { LineCounter, parseDocument } from "yaml";
import { SettingsError } from "../problems/settingsError";

/**
 * The content of a project's or a stack's file; undefined where the file is empty.
 * @param name of the file, e.g. `Pulumi.staging.yaml`; JSON is YAML, too
 * @throws SettingsError with the line, where it is no YAML; the file's own text is never quoted
 */
export function parseFile(stack: string, name: string, text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document.toJS() as unknown;
  const { line, col } = lineCounter.linePos(error.pos[0]);
  throw new SettingsError(stack, [
    {
      path: `${name}:${line}:${col}`,
      message: `is not valid YAML: ${withoutText(error.message)}.`,
      remedy: "Mend it there, or in the lines before.",
    },
  ]);
}

/** The parser quotes after a colon and names escape sequences: either may be part of a secret. */
function withoutText(message: string): string {
  return message.replace(/(?<=escape sequence) .*$|: .*$/s, "");
}
