import { join } from "node:path";
import { clientProgram, runClient } from "./runClient";

/** One thing to do with boto3's ECS client; names are boto3's. */
export type Boto3Request =
  | { call: string; with?: object }
  | { pages: string; with?: object; size: number }
  | { wait: string; with: object; config?: { Delay?: number; MaxAttempts?: number } };

/** What boto3 raised. */
export interface Boto3Error {
  /** The Python class. */
  class: string;
  message: string;
  code?: string;
  status?: number;
  requestId?: string;
  /** Whether it is an instance of `client.exceptions.<code>`. */
  modelled?: boolean;
  /** A waiter's last answer. */
  last?: unknown;
}

const script = join(__dirname, "../boto3Calls.py");

/**
 * Does these one after the other in one Python process.
 * @returns the answers in their order: of a call its answer, of pages an array of them, of a waiter
 * `{}`, and `{error: Boto3Error}` of what was refused
 */
export async function boto3(
  env: Record<string, string>,
  ...requests: readonly Boto3Request[]
): Promise<unknown[]> {
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
  const { code, stdout, stderr } = await runClient(clientProgram("python"), [script], env, input);
  if (code !== 0) throw new Error(`boto3Calls.py ended with ${code}.\n${stderr}`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}
