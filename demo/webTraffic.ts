import type { Clock } from "../support/clock";
import type { AppAnswer } from "./appAnswers";

/** What came of the requests of a while. */
export interface WebTraffic {
  requests: number;
  /** What each failed request got: a status, or an error's message. */
  readonly failures: string[];
  /** How many requests each commit answered. */
  readonly commits: Map<string, number>;
}

/** The longest that one request may take, in ms. */
const patience = 20_000;

/** Sends requests to `url`, one after the other with `pause` ms between, until the signal aborts. */
export async function sendTraffic(
  url: string,
  pause: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<WebTraffic> {
  const traffic: WebTraffic = { requests: 0, failures: [], commits: new Map() };
  while (!signal.aborted) {
    await sendOne(url, traffic);
    await clock.sleep(pause, signal).catch(() => undefined);
  }
  return traffic;
}

async function sendOne(url: string, traffic: WebTraffic): Promise<void> {
  const { failures, commits } = traffic;
  traffic.requests++;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) {
      failures.push(String(response.status));
      return;
    }
    const { commit } = (await response.json()) as AppAnswer;
    commits.set(commit, (commits.get(commit) ?? 0) + 1);
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
}
