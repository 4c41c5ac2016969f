import { AsyncLocalStorage } from "node:async_hooks";
import type { Environment } from "../support/environment";

const handed = new AsyncLocalStorage<Environment>();

/** Runs a program in this process with variables that this process does not have. */
export function withRunVariables<T>(env: Environment, program: () => Promise<T>): Promise<T> {
  return handed.run(env, program);
}

/** What a runner asks the program for: handed over as a value, or as the process's environment. */
export function runVariables(): Environment {
  // eslint-disable-next-line no-restricted-properties -- programs that know nothing of a runner obey it, too
  return handed.getStore() ?? process.env;
}
