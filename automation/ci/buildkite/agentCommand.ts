import { spawn } from "node:child_process";
import path from "node:path";
import type { Clock } from "../../../support/clock";
import { withDeadline } from "../../../support/deadline";
import { findProgram } from "../../../support/findProgram";
import type { Environment } from "../ci";
import type { BuildkiteAgent } from "./buildkiteAgent";

const name = "buildkite-agent";
/** A release must not wait for the agent, which only shows it. */
const agentPatienceMs = 10_000;

/** The agent's command, where this is a Buildkite job and the command is there. */
export function findBuildkiteAgent(env: Environment, clock: Clock): BuildkiteAgent | undefined {
  if (env.BUILDKITE !== "true") return undefined;
  // The agent's own folder counts before PATH.
  const folders = [env.BUILDKITE_BIN_PATH, env.PATH].filter((folder) => folder);
  const program = findProgram(name, { folder: "/", env: { PATH: folders.join(path.delimiter) } });
  return program === undefined ? undefined : agentCommand(program, env, clock);
}

export function agentCommand(program: string, env: Environment, clock: Clock): BuildkiteAgent {
  const run = (args: readonly string[], input: string, parent: AbortSignal) =>
    withDeadline(
      clock,
      agentPatienceMs,
      `${name} ${args.slice(0, 2).join(" ")}`,
      (signal) => runProgram(program, args, { input, env, signal }),
      parent,
    );
  return {
    async annotate(markdown, { context, style }, signal) {
      await run(["annotate", "--context", context, "--style", style], markdown, signal);
    },
    async setMetaData(key, value, signal) {
      await run(["meta-data", "set", key], value, signal);
    },
    async getMetaData(key, signal) {
      const text = await run(["meta-data", "get", key, "--default", ""], "", signal);
      return text.trim() === "" ? undefined : text.replace(/\n$/, "");
    },
  };
}

interface RunOptions {
  readonly input: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/** @returns what it wrote to stdout @throws Error when it did not exit 0 */
function runProgram(
  program: string,
  args: readonly string[],
  { input, env, signal }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, signal, stdio: "pipe", killSignal: "SIGKILL" });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(out);
      else
        reject(
          new Error(`${name} ${args[0] ?? ""} ended with ${code ?? "a signal"}: ${last(err)}`),
        );
    });
    // An agent that does not read its input exits with a code, which says more than a broken pipe.
    child.stdin.on("error", () => undefined).end(input);
  });
}

function last(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
