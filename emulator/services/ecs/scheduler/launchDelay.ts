const seconds = 1000;
const longest = 27 * 60 * seconds;
/** After the first, second and third task that didn't reach RUNNING, as seen live. */
const first = [41 * seconds, 30 * seconds, 297 * seconds];

/**
 * How long a deployment waits before its next launch after `failures` tasks in a row that didn't reach RUNNING
 * (api/Deployment).
 */
export function launchDelay(failures: number): number {
  if (failures <= 0) return 0;
  const known = first[failures - 1];
  if (known !== undefined) return known;
  return Math.min(longest, 297 * seconds * 2 ** (failures - 3));
}
