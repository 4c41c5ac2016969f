import type { Settings } from "../../config/settings";
import { PlanChanged } from "./errors";

/** Image → digest. */
export type Digests = Readonly<Record<string, string>>;

/** Where images are other ones than those that were approved, in sentences. */
export function digestDifferences(approved: Digests, now: Digests): string[] {
  return Object.entries(now).flatMap(([name, digest]) => {
    const seen = approved[name];
    return seen === undefined || seen === digest
      ? []
      : [`Image ${name} is ${digest}; the approver saw ${seen}.`];
  });
}

/**
 * A promotion asks anew what the other environment runs, some seconds after that was compared with
 * what was approved; the release takes nothing but the latter.
 * @throws PlanChanged
 */
export function checkPromotedDigests({ images }: Pick<Settings, "images">, approved: Digests) {
  const now = images.flatMap(({ name, promoted }) =>
    promoted ? [[name, promoted.digest] as const] : [],
  );
  const different = digestDifferences(approved, Object.fromEntries(now));
  if (different.length > 0) throw new PlanChanged(different);
}
