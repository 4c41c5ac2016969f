import type { DeployedRevision } from "../../contract/deployedRevision";
import type { RolloutState } from "../workspace/stackState";

/** Whether `--to` is `family:n`, not a commit. */
export function isRevision(to: string): boolean {
  return to.includes(":");
}

/** The newest release of a service that a commit (or its beginning) or `family:n` names. */
export function releaseNamed({ history }: RolloutState, to: string): DeployedRevision | undefined {
  if (isRevision(to)) return history.find(({ revision }) => revision === to);
  const wanted = to.toLowerCase();
  return (
    history.find(({ commit }) => commit === wanted) ??
    history.find(({ commit }) => wanted.length >= 7 && commit.startsWith(wanted))
  );
}
