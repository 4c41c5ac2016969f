/** Where a program runs. */
export interface Place {
  /** The Pulumi project's folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
