import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Each line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How many of a failed command's last lines its error shows. */
const shownLines = 15;

/**
 * Runs a program to its end. An abort interrupts it and still waits for its end, so that it can
 * let go of what it holds.
 * @throws the signal's reason where it aborted before
 * @returns its exit code; a program that a signal ended counts as 130
 */
export function runToEnd(
  command: string,
  args: readonly string[],
  { cwd, env, signal, onLine }: CommandOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const interrupt = () => child.kill("SIGINT");
    signal?.addEventListener("abort", interrupt, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        for (const line of lines) onLine?.(line);
      });
      stream.on("end", () => {
        if (rest !== "") onLine?.(rest);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", interrupt);
      resolve(code ?? 130);
    });
  });
}

/** Runs a program that has to succeed. @throws Error with its last lines */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<void> {
  const lines: string[] = [];
  const code = await runToEnd(command, args, {
    ...options,
    onLine(line) {
      lines.push(line);
      options.onLine?.(line);
    },
  });
  options.signal?.throwIfAborted();
  if (code !== 0) {
    const shown = lines.slice(-shownLines).map((line) => `  ${line}`);
    throw new Error([`${command} ${args.join(" ")} ended with ${code}:`, ...shown].join("\n"));
  }
}
