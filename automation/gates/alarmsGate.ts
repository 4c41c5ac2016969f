import type { AlarmsGateSettings } from "../../config/settings";
import type { Clock } from "../../support/clock";
import { asSentence, messageOf } from "../../support/errors";
import type { Alarm, AlarmsApi } from "./alarmsApi";
import type { Gate, GateVerdict } from "./gate";

interface Around {
  readonly api: AlarmsApi;
  readonly clock: Clock;
  /** Names of the alarms that were in ALARM before the release. */
  readonly loudBefore: ReadonlySet<string>;
}

/**
 * Watches CloudWatch alarms. An alarm that was in ALARM before the release does not count until it
 * has left ALARM once; ECS ignores such alarms, too
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html).
 */
export function alarmsGate(settings: AlarmsGateSettings, around: Around): Gate {
  const name = `alarms ${settings.alarms.join(", ")}`;
  return { name, check: (signal) => watch(settings, around, signal) };
}

async function watch(
  { alarms, for: seconds, every }: AlarmsGateSettings,
  { api, clock, loudBefore }: Around,
  signal: AbortSignal,
): Promise<GateVerdict> {
  const excused = new Set(loudBefore);
  const until = clock.monotonic() + seconds * 1000;
  for (;;) {
    const last = clock.monotonic() >= until;
    const seen = await look(api, alarms, signal);
    if (typeof seen === "string") {
      // A single failed read does not matter; a failed read at the end does.
      if (last) return { result: "unknown", reason: `The alarms could not be read: ${seen}` };
    } else {
      for (const { name, state } of seen) if (state !== "ALARM") excused.delete(name);
      const loud = seen.filter(({ name, state }) => state === "ALARM" && !excused.has(name));
      if (loud.length > 0) return { result: "red", reason: loud.map(inAlarm).join(" ") };
      if (last) return atTheEnd(alarms, seen, excused);
    }
    await clock.sleep(Math.min(every * 1000, Math.max(0, until - clock.monotonic())), signal);
  }
}

/** @returns a text when it could not be done */
async function look(
  api: AlarmsApi,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Alarm[] | string> {
  signal.throwIfAborted();
  try {
    return await api.describeAlarms(names, signal);
  } catch (error) {
    signal.throwIfAborted();
    return messageOf(error);
  }
}

function inAlarm({ name, reason }: Alarm): string {
  return reason === "" ? `${name} is in ALARM.` : `${name} is in ALARM: ${asSentence(reason)}`;
}

function atTheEnd(
  names: readonly string[],
  seen: readonly Alarm[],
  excused: ReadonlySet<string>,
): GateVerdict {
  const gone = names.filter((name) => !seen.some((alarm) => alarm.name === name));
  if (gone.length > 0) {
    return { result: "unknown", reason: `There is no alarm ${gone.join(", ")} any more.` };
  }
  const silent = seen.filter(({ state }) => state === "INSUFFICIENT_DATA");
  const notes = [
    ...[...excused].map((name) => `${name} was in ALARM before and still is: it did not count.`),
    ...silent.map(({ name }) => `${name} has too little data to say anything.`),
  ];
  return { result: "green", ...(notes.length > 0 && { notes }) };
}
