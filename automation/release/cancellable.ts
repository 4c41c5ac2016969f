import { Cancelled } from "./errors";
import { exitCodes } from "../report/exitCodes";
import type { ReleaseReport } from "../report/releaseReport";

/**
 * Work that moves no service. Where a signal has ended it, the cancellation is all there is to report:
 * the engine's own words about being stopped add nothing.
 * @param what `Preview`
 * @throws Cancelled
 */
export async function cancellable(
  signal: AbortSignal,
  what: string,
  work: () => Promise<ReleaseReport>,
): Promise<ReleaseReport> {
  try {
    const report = await work();
    if (!signal.aborted || report.exitCode === exitCodes.success) return report;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const { reason } = signal as { reason: unknown };
  throw new Cancelled(reason instanceof Cancelled ? reason.signal : "", `${what} cancelled.`);
}
