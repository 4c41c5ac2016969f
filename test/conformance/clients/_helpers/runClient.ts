import { execFile } from "node:child_process";
import { readToolchain, ToolchainMissingError } from "../../../../toolchain/manifest";

export interface ClientRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** The path of a client. @throws ToolchainMissingError where the set-up did not get it: these tests need it */
export function clientProgram(name: "aws" | "python" | "ecsDeploy"): string {
  const tool = readToolchain()[name];
  if (!tool) throw new ToolchainMissingError(`The set-up did not get ${name}.`);
  return tool.path;
}

/** Runs a client to its end, a minute at most; it reads `input`, if anything. */
export function runClient(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  input = "",
): Promise<ClientRun> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(new Error(`${program} ${args.join(" ")} did not end.\n${stderr}`));
    });
    child.stdin?.end(input);
  });
}
