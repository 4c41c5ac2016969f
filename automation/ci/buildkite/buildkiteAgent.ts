/** The part of `buildkite-agent` that a job uses to speak to its own build. */
export interface BuildkiteAgent {
  /**
   * Writes an annotation, over the one that the context has already.
   * @param markdown at most 1 MiB
   * @throws Error when the agent could not
   */
  annotate(markdown: string, options: AnnotationOptions, signal: AbortSignal): Promise<void>;
  /** @param value not empty; Buildkite takes 100 kB and advises 1 kB @throws Error */
  setMetaData(key: string, value: string, signal: AbortSignal): Promise<void>;
  /** @returns undefined where the build has no such key @throws Error */
  getMetaData(key: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface AnnotationOptions {
  readonly context: string;
  readonly style: AnnotationStyle;
}

export type AnnotationStyle = "info" | "success" | "warning" | "error";
