import type { ReleaseReport } from "../report/releaseReport";
import type { Mask } from "../io/mask";

/**
 * A report with the run's secrets masked before a text is made of it: where one was cut in two, or
 * escaped for a table, it would not be found any more.
 */
export function maskedReport(mask: Mask, report: ReleaseReport): ReleaseReport {
  return mask.json(report) as ReleaseReport;
}
