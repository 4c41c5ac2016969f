import pc from "picocolors";
import type { Message } from "./message";

type Paint = (text: string) => string;

export interface Style {
  readonly plain: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly careful: Paint;
  readonly faint: Paint;
}

export function createStyle(colours: boolean): Style {
  const { green, red, yellow, dim } = pc.createColors(colours);
  return { plain: String, good: green, bad: red, careful: yellow, faint: dim };
}

/** Colours by https://no-color.org: a terminal has them unless NO_COLOR is set to something. */
export function wantsColours(
  env: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return true;
  return terminal && env.TERM !== "dumb";
}

/** How a message's own text is painted. */
export function paintOf({ level, subject }: Message, style: Style): Paint {
  if (level === "error") return style.bad;
  if (level === "warning") return style.careful;
  return subject?.state === "succeeded" ? style.good : style.plain;
}
