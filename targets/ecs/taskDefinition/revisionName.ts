/** `family:n` of a task definition ARN, or of what is `family:n` already. */
export function revisionName(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** The family in an ARN, in `family:n` or in `family`. */
export function familyOf(reference: string): string {
  return splitName(reference).family;
}

/** The number in an ARN or in `family:n`; undefined for a bare family. */
export function revisionNumber(reference: string): number | undefined {
  return splitName(reference).revision;
}

function splitName(reference: string): { family: string; revision: number | undefined } {
  const [family = "", revision] = revisionName(reference).split(":");
  return { family, revision: revision === undefined ? undefined : Number(revision) };
}
