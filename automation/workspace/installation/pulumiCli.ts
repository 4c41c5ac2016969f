import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

type Variables = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);

/** A backend that never answers would be waited for for ever, with services on their way. */
const patienceMs = 120_000;

type ExecError = Error & { stderr?: string; killed?: boolean; code?: string | number | null };

/** Pulumi's command line, for the few things that the Automation API has no call for. */
export class PulumiCli {
  /**
   * @param command path of `pulumi`, or the bare name to be found on PATH
   * @param env everything in its environment
   * @param patience how long one command may take, in milliseconds
   */
  constructor(
    private readonly command: string,
    readonly env: Variables,
    private readonly patience = patienceMs,
  ) {}

  /**
   * @returns what it printed
   * @throws an Error whose message is what it printed on stderr
   */
  async run(args: readonly string[], folder: string, extra: Variables = {}): Promise<string> {
    const env = { ...this.env, ...extra };
    // The language host lies beside the engine.
    if (path.isAbsolute(this.command)) {
      env.PATH = [path.dirname(this.command), env.PATH ?? ""].join(path.delimiter);
    }
    try {
      const { stdout } = await run(this.command, [...args, "--non-interactive"], {
        cwd: folder,
        env,
        maxBuffer: 64 * 1024 * 1024,
        timeout: this.patience,
        killSignal: "SIGKILL",
      });
      return stdout;
    } catch (error) {
      const { stderr, message, killed, code } = error as ExecError;
      if (killed && code === null) throw new Error(this.tooLong(args), { cause: error });
      throw new Error(stderr?.trim() ? stderr : message, { cause: error });
    }
  }

  private tooLong(args: readonly string[]): string {
    const command = ["pulumi", ...args.slice(0, 2)].join(" ");
    return `error: \`${command}\` took longer than ${this.patience / 1000} s: does the backend answer?`;
  }
}
