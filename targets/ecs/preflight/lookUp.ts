import type { Clock } from "../../../support/clock";
import { withDeadline } from "../../../support/deadline";
import { patience } from "../../../support/patience";
import type { Finding } from "../../../contract/finding";
import { notChecked } from "./finding";

export interface LookUp {
  /** In words, several of them: `the roles`. */
  readonly what: string;
  /** By name. Each is asked for once. */
  readonly names: readonly string[];
  readonly ask: (name: string, signal: AbortSignal) => Promise<readonly Finding[]>;
}

/**
 * Looks for things outside ECS that tasks need. What could not be looked at (not allowed, no answer
 * in ten seconds) is said in one note for all of them, and fails nothing.
 * @throws the signal's reason, and nothing else
 */
export async function lookUp(
  { what, names, ask }: LookUp,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const failed: { name: string; error: unknown }[] = [];
  const found = await Promise.all(
    [...new Set(names)].map(async (name) => {
      try {
        const work = (within: AbortSignal) => ask(name, within);
        return await withDeadline(clock, patience.lookUpMs, "The answer", work, signal);
      } catch (error) {
        signal?.throwIfAborted();
        failed.push({ name, error });
        return [];
      }
    }),
  );
  const [first] = failed;
  if (!first) return found.flat();
  const all = failed.map(({ name }) => name).join(", ");
  return [...found.flat(), notChecked(`Could not check ${what} ${all}`, first.error)];
}
