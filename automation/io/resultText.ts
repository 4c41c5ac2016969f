import type { Message } from "./message";

/** How the result is written to stdout. `json` masks inside strings, before they are escaped. */
export type ResultForm = { kind: "text" } | { kind: "json"; mask: (value: unknown) => unknown };

export function resultText({ text, payload }: Message, form: ResultForm): string {
  if (form.kind === "text") return `${text}\n`;
  return `${JSON.stringify(form.mask(payload), undefined, 2)}\n`;
}
