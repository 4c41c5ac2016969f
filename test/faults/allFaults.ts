import { apiFaults } from "./apiFaults";
import type { FaultCase } from "./faultCase";
import { othersFaults } from "./othersFaults";
import { taskFaults } from "./taskFaults";

/** Every fault of the matrix, by the heading that it stands under. */
export const allFaults: Readonly<Record<string, readonly FaultCase[]>> = {
  "Tasks, of the first service": taskFaults,
  "AWS's API": apiFaults,
  "Other people": othersFaults,
};
