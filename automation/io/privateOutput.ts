import { fchmodSync, fstatSync } from "node:fs";

/** Where standard output goes to a file (`> sandbox.env`), shuts that file to everybody else: keys are printed next. */
export function keepOutputPrivate(descriptor = 1): void {
  try {
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600);
  } catch {
    // Closed, or a file of somebody else's: it is as open as its owner wants it.
  }
}
