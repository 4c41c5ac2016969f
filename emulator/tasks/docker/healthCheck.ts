import type { ContainerHealthCheck } from "../taskRuntime";
import { realMilliseconds, type RealTime } from "./realTime";

/** Real milliseconds, however fast the clock runs: a shell must start, and a program answer. */
const shortestInterval = 250;
const shortestTimeout = 5000;

/**
 * Runs a container's health check until `signal` aborts, and reports changes only. The first check comes an interval
 * after the start; failures in the start period don't count; `retries` failures in a row make it UNHEALTHY.
 * @param probe runs the command; true when it exited 0 within the time given in real milliseconds
 */
export async function watchHealth(
  check: ContainerHealthCheck,
  time: RealTime,
  probe: (timeout: number) => Promise<boolean>,
  report: (status: "HEALTHY" | "UNHEALTHY") => void,
  signal: AbortSignal,
): Promise<void> {
  const interval = realMilliseconds(time, check.interval, shortestInterval);
  const timeout = realMilliseconds(time, check.timeout, shortestTimeout);
  const startPeriodEnds = time.real.now() + realMilliseconds(time, check.startPeriod, 0);
  let reported: "HEALTHY" | "UNHEALTHY" | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await time.real.sleep(interval, signal);
    } catch {
      return;
    }
    const passed = await probe(timeout);
    // An aborted check is no result.
    if ((signal as { aborted: boolean }).aborted) return;
    failures = passed ? 0 : failures + 1;
    if (!passed && reported === undefined && time.real.now() < startPeriodEnds) failures = 0;
    const status = passed ? "HEALTHY" : failures >= check.retries ? "UNHEALTHY" : reported;
    if (status !== undefined && status !== reported) report((reported = status));
  }
}

/** The command as the engine runs it. */
export function healthCommand([kind, ...rest]: readonly string[]): string[] {
  if (kind === "CMD") return rest;
  if (kind === "CMD-SHELL") return ["/bin/sh", "-c", ...rest];
  return [kind ?? "", ...rest];
}
