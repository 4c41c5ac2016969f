import { fchmodSync, fstatSync } from "node:fs";

/** Where standard output goes to a file (`> sandbox.env`), shuts that file to other users: keys are printed next. */
export function keepOutputPrivate(descriptor = 1): void {
  try {
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600);
  } catch {
    // The descriptor is closed, or the file is another user's: it stays as open as its owner made it.
  }
}
