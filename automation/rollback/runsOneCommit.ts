import type { RollbackStep, RunningService } from "./planRollback";

/** What an environment runs once a rollback is done. */
export interface AfterRollback {
  /** Of all services; absent where they run several. */
  readonly commit?: string;
  /** Why there is no one commit, as a sentence. */
  readonly why?: string;
}

/**
 * Whether the whole environment runs one commit once the steps are done. Only then its tag and what
 * the stack says of it go along.
 * @param others the environment's services without a step; those that are gone run nothing
 */
export function runsOneCommit(
  steps: readonly RollbackStep[],
  others: readonly RunningService[],
): AfterRollback {
  const commits = commitsOf(steps);
  if (commits.length > 1) return { why: `The services go back to ${commits.join(", ")}.` };
  const commit = steps[0]?.to.commit ?? "";
  const elsewhere = others.filter((other) => isElsewhere(other, commit));
  if (elsewhere.length === 0) return { commit };
  const names = elsewhere.map(({ service }) => service).join(", ");
  return { why: `Not on ${commits.join(", ")}: ${names}.` };
}

function isElsewhere({ taskDefinition, newest, state }: RunningService, commit: string): boolean {
  if (taskDefinition === undefined) return false;
  const runs = state?.history.find((entry) => entry.taskDefinition === taskDefinition);
  return newest !== undefined || commit === "" || runs?.commit !== commit;
}

/** What the steps go to, each once; the revision of what no commit is known of. */
export function commitsOf(steps: readonly RollbackStep[]): string[] {
  return [...new Set(steps.map(({ to }) => to.commit || to.revision))];
}
