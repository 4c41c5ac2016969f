/** How a sandbox is to be. */
export interface SandboxOptions {
  /** Everything of the sandbox is in here; one sandbox a folder. */
  dir: string;
  /** How many times as fast as real time AWS's clock runs. @default 20 */
  timeScale?: number;
  /** Real containers, or none: tasks that only pretend. @default docker */
  runtime?: "docker" | "simulated";
  /** Whether images can be built; `if there`: where the machine has a builder. @default true */
  builder?: boolean | "if there";
  /** Of the RUN steps of Dockerfiles: the machine's, or none at all. @default host */
  buildNetwork?: "host" | "none";
  /** Folders of the machine that task definitions may mount, and what is below them. @default none */
  allowHostFolders?: readonly string[];
  /** Whether tasks may be privileged, and have devices, capabilities and namespaces of the machine. @default false */
  allowPrivileged?: boolean;
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
    buildNetwork: "host",
    allowHostFolders: [],
    allowPrivileged: false,
    engine: "auto",
    account: "123456789012",
    region: "us-east-1",
    attached: false,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    dir: options.dir,
  };
}
