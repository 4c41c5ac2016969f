import type { ReleaseReport } from "../report/releaseReport";
import type { Mask } from "../io/mask";

/**
 * A report with the run's secrets masked before a text is made of it: the mask would not find a
 * secret that the text has cut in two or escaped for a table.
 */
export function maskedReport(mask: Mask, report: ReleaseReport): ReleaseReport {
  return mask.json(report) as ReleaseReport;
}
