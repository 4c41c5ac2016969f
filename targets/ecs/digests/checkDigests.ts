/** How the digests that run compare with the ones meant. */
export type DigestCheck =
  | { result: "as meant" }
  /** ECS did not tell for these containers (no task ran, or the reading is not allowed). */
  | { result: "not told"; containers: string[] }
  | { result: "different"; container: string; running: string; meant: readonly string[] };

/** @param meant container → the digests that may run in it */
export function checkDigests(
  running: Readonly<Record<string, string>>,
  meant: Readonly<Record<string, readonly string[]>> = {},
): DigestCheck {
  const untold: string[] = [];
  for (const [container, digests] of Object.entries(meant)) {
    const digest = running[container];
    if (digest === undefined) untold.push(container);
    else if (!digests.includes(digest)) {
      return { result: "different", container, running: digest, meant: digests };
    }
  }
  return untold.length > 0 ? { result: "not told", containers: untold } : { result: "as meant" };
}
