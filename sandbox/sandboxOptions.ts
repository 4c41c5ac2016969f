/** How a sandbox is to be. */
export interface SandboxOptions {
  /** Everything of the sandbox is in here; one sandbox a folder. */
  dir: string;
  /** How many times as fast as real time AWS's clock runs. @default 20 */
  timeScale?: number;
  /** Real containers, or none: tasks that only pretend. @default docker */
  runtime?: "docker" | "simulated";
  /** Whether images can be built. @default true */
  builder?: boolean;
  /** `own`: start an engine even where one answers. @default auto */
  engine?: "auto" | "own";
  /** Twelve digits. @default 123456789012 */
  account?: string;
  /** @default us-east-1 */
  region?: string;
  /** Ends with the process that started it, however that ends; else it stays until it is stopped. @default false */
  attached?: boolean;
}

/** With the defaults filled in. */
export type CompleteSandboxOptions = Required<SandboxOptions>;

export function completeOptions(options: SandboxOptions): CompleteSandboxOptions {
  return {
    timeScale: 20,
    runtime: "docker",
    builder: true,
    engine: "auto",
    account: "123456789012",
    region: "us-east-1",
    attached: false,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    dir: options.dir,
  };
}
