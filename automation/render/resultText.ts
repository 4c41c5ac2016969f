import { codeBlock } from "./markdown";
import type { Message } from "../io/message";

/** How a result can be written to stdout. */
export const outputForms = ["text", "json", "markdown"] as const;
export type OutputForm = (typeof outputForms)[number];

/** `json` masks inside strings, before they are escaped. */
export type ResultForm =
  { kind: "text" | "markdown" } | { kind: "json"; mask: (value: unknown) => unknown };

export function resultText({ text, markdown, payload }: Message, form: ResultForm): string {
  switch (form.kind) {
    case "text":
      return `${text}\n`;
    case "markdown":
      return `${markdown ?? codeBlock(text)}\n`;
    case "json":
      return `${JSON.stringify(form.mask(payload), undefined, 2)}\n`;
  }
}
