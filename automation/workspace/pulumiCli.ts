import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

type Variables = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);

/** Pulumi's command line, for the few things that the Automation API has no call for. */
export class PulumiCli {
  /**
   * @param command path of `pulumi`, or the bare name to be found on PATH
   * @param env everything in its environment
   */
  constructor(
    private readonly command: string,
    readonly env: Variables,
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
      });
      return stdout;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      throw new Error(stderr?.trim() ? stderr : message, { cause: error });
    }
  }
}
