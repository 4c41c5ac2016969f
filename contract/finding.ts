/**
 * A reason why the release can't start (`error`), something to know (`warning`), or something that
 * could not be looked at (`note`).
 */
export interface Finding {
  level: "error" | "warning" | "note";
  /** Stable, e.g. `SERVICE_NOT_FOUND`; `NOT_CHECKED` for every note. */
  code: string;
  service?: string;
  message: string;
  remedy: string;
}
