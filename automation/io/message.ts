export type Level = "info" | "warning" | "error" | "result";

/** One thing that Slipway has to say. Hosts decide how it shows; code and payload are stable. */
export interface Message<P = unknown> {
  /** `SLIPWAY-3002`. */
  readonly code: string;
  readonly level: Level;
  /** For people; may have several lines. */
  readonly text: string;
  readonly payload: P;
  /** A result for pages: annotations and comments. */
  readonly markdown?: string;
  /** The moving thing that the message is about: its newest line replaces the one before. */
  readonly subject?: Subject;
}

export interface Subject {
  /** `mage-web`. */
  readonly name: string;
  readonly state: "running" | "succeeded" | "failed";
}

/** Makes messages of one kind. */
export interface MessageMaker<P> {
  (payload: P): Message<P>;
  readonly code: string;
}

interface Definition<P> {
  readonly code: string;
  readonly level: Level | ((payload: P) => Level);
  readonly text: (payload: P) => string;
  readonly markdown?: (payload: P) => string;
  readonly subject?: (payload: P) => Subject | undefined;
}

export function define<P>({
  code,
  level,
  text,
  markdown,
  subject,
}: Definition<P>): MessageMaker<P> {
  const make = (payload: P): Message<P> => ({
    code,
    level: typeof level === "function" ? level(payload) : level,
    text: text(payload),
    payload,
    ...(markdown && { markdown: markdown(payload) }),
    subject: subject?.(payload),
  });
  return Object.assign(make, { code });
}
