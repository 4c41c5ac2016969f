import type { DeployedRevision } from "../../contract/deployedRevision";
import type { ServiceStatus } from "../report/statusReport";

/** The last release that no rollback has left. */
export function lastReleased(history: readonly DeployedRevision[]): DeployedRevision | undefined {
  return history.find(({ rolledBack }) => !rolledBack);
}

/**
 * How a service differs from its last release, in words; undefined where it does not, or while it
 * moves. Digests count where both sides are known.
 */
export function driftOf(
  { revision, images, moving }: Pick<ServiceStatus, "revision" | "images" | "moving">,
  released: DeployedRevision,
): string | undefined {
  if (moving || revision === undefined) return undefined;
  const commit = released.commit === "" ? "" : ` (${released.commit})`;
  if (revision !== released.revision) {
    return `It runs ${revision}; released was ${released.revision}${commit}.`;
  }
  const other = images.flatMap(({ container, digests }) => {
    const meant = released.digests[container];
    const strange = digests.filter((digest) => meant !== undefined && digest !== meant);
    return strange.map((digest) => `${container} runs ${digest}; released was ${meant ?? ""}.`);
  });
  return other.length > 0 ? other.join(" ") : undefined;
}
