import type { ImageReport } from "../report/releaseReport";

/** A word for what a release did, or would do, with an image. A promoted image has to be copied first. */
export function imageWord({ action, digest, reference, copies = [] }: ImageReport): string {
  if (action === undefined) return "not known";
  if (action === "build") return digest === undefined ? "to build" : "built";
  const way = copies.find(
    ({ to, manifests = 0, layers = 0 }) =>
      (manifests > 0 || layers > 0) &&
      (reference.startsWith(`${to}:`) || reference.startsWith(`${to}@`)),
  );
  if (!way) return "found";
  return way.copied ? "copied" : "to copy";
}
