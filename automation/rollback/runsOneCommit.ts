import type { SeveralCommits } from "../report/releaseFacts";
import type { RollbackStep, RunningService } from "./planRollback";

/** What an environment runs once a rollback is done. */
export interface AfterRollback {
  /** Of all services; absent where they run several. */
  readonly commit?: string;
  /** There where `commit` is absent. */
  readonly severalCommits?: SeveralCommits;
}

/**
 * Whether the whole environment runs one commit once the steps are done. Only then do its tag and
 * the stack's outputs change with it.
 * @param others the environment's services without a step; a deleted service runs nothing
 */
export function runsOneCommit(
  steps: readonly RollbackStep[],
  others: readonly RunningService[],
): AfterRollback {
  const commits = commitsOf(steps);
  if (commits.length > 1) return { severalCommits: { commits, elsewhere: [] } };
  const commit = steps[0]?.to.commit ?? "";
  const elsewhere = others.filter((other) => isElsewhere(other, commit));
  if (elsewhere.length === 0) return { commit };
  return { severalCommits: { commits, elsewhere: elsewhere.map(({ service }) => service) } };
}

function isElsewhere({ taskDefinition, newest, state }: RunningService, commit: string): boolean {
  if (taskDefinition === undefined) return false;
  const runs = state?.history.find((entry) => entry.taskDefinition === taskDefinition);
  return newest !== undefined || commit === "" || runs?.commit !== commit;
}

/** The commits that the steps lead to, each once; a revision where no commit is known of it. */
export function commitsOf(steps: readonly RollbackStep[]): string[] {
  return [...new Set(steps.map(({ to }) => to.commit || to.revision))];
}
