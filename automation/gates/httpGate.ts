import type { Commit, HttpGateSettings } from "../../config/settings";
import type { Clock } from "../../support/clock";
import { formatDuration } from "../../config/duration";
import { withDeadline } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { loginOfUrl } from "../../support/loginOfUrl";
import type { Gate, GateVerdict } from "./gate";
import { judgeAnswer, type Answer } from "./judgeAnswer";
import { readAnswer } from "./readAnswer";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface Around {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly commit: Pick<Commit, "version">;
}

/** A request takes no longer. */
const requestPatienceMs = 10_000;

/** Asks for a page until the answer is the one that is expected. */
export function httpGate(settings: HttpGateSettings, around: Around): Gate {
  // A query and a login may hold what is secret.
  const { origin, pathname } = new URL(settings.url);
  return {
    name: `http ${origin}${pathname}`,
    check: (signal) => ask(settings, around, signal),
  };
}

async function ask(
  expected: HttpGateSettings,
  { fetch, clock, commit }: Around,
  signal: AbortSignal,
): Promise<GateVerdict> {
  const until = clock.monotonic() + expected.for * 1000;
  for (let count = 1; ; count++) {
    // One that began before may have failed because the machine was suspended until after it.
    const last = clock.monotonic() >= until;
    const wrong = await request(expected.url, fetch, clock, signal).then(
      (answer) => judgeAnswer(expected, commit.version, answer),
      (error: unknown) => {
        signal.throwIfAborted();
        return `no answer: ${causeOf(error)}`;
      },
    );
    if (wrong === undefined) return { result: "green" };
    if (last) {
      const times = count === 1 ? "1 request" : `${count} requests`;
      const reason = `${times} in ${formatDuration(expected.for)}; the last: ${wrong}.`;
      return { result: "red", reason };
    }
    const pause = expected.every * 1000;
    const rest = until - clock.monotonic();
    // After a suspension the network may take a moment as well.
    await clock.sleep(rest > 0 ? Math.min(pause, rest) : pause, signal);
  }
}

function request(
  address: string,
  fetch: Fetch,
  clock: Clock,
  parent: AbortSignal,
): Promise<Answer> {
  return withDeadline(
    clock,
    requestPatienceMs,
    "The request",
    async (signal) => {
      const { url, headers: login } = loginOfUrl(address);
      const headers = { "user-agent": "slipway", "cache-control": "no-cache", ...login };
      return readAnswer(await fetch(url, { redirect: "manual", headers, signal }));
    },
    parent,
  );
}

/** Node puts the reason of a failed request into its cause; the message is only `fetch failed`. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return messageOf(cause instanceof Error && cause.message !== "" ? cause : error);
}
