import type { AlarmsGateSettings, Settings } from "../../config/settings";
import { alarmsGate } from "./alarmsGate";
import { commandGate } from "./commandGate";
import type { Gate } from "./gate";
import { httpGate } from "./httpGate";
import { AlarmNotFound, GateCommandNotFound } from "./errors";
import type { ActionContext } from "../release/context";

type Watched = Pick<Settings, "gates" | "aws" | "commit">;

/** The state of the gates' alarms before a release. */
export interface AlarmsBefore {
  /** Names of those in ALARM. */
  readonly loud: ReadonlySet<string>;
}

/**
 * Looks at the alarms of the gates before anything is touched: a gate that can't be checked later
 * must not be found out when the services have moved.
 * @throws AlarmNotFound, AwsAccessDenied and the like
 */
export async function lookAtAlarms(
  { alarms, signal }: Pick<ActionContext, "alarms" | "signal">,
  { gates, aws }: Watched,
): Promise<AlarmsBefore> {
  const watched = gates.filter((gate): gate is AlarmsGateSettings => gate.kind === "alarms");
  if (watched.length === 0) return { loud: new Set() };
  const api = alarms(aws);
  const found = await Promise.all(
    watched.map(async ({ alarms: names }) => {
      const seen = await api.describeAlarms(names, signal);
      const missing = names.filter((name) => !seen.some((alarm) => alarm.name === name));
      if (missing.length > 0) throw new AlarmNotFound(missing);
      return seen;
    }),
  );
  const loud = found.flat().filter(({ state }) => state === "ALARM");
  return { loud: new Set(loud.map(({ name }) => name)) };
}

/**
 * Looks for the programs of the gates before anything is touched. Only a release needs them: a
 * preview may run on another machine.
 * @throws GateCommandNotFound
 */
export function lookForPrograms(
  { hasProgram, project }: Pick<ActionContext, "hasProgram" | "project">,
  { gates }: Pick<Settings, "gates">,
): void {
  const programs = gates.flatMap((gate) =>
    gate.kind === "command" ? (gate.command[0] ?? "") : [],
  );
  const missing = [...new Set(programs)].filter((program) => !hasProgram(program));
  if (missing.length > 0) throw new GateCommandNotFound(missing, project.folder);
}

/**
 * The gates of a release.
 * @param moved whether the release has moved a service: otherwise alarms say nothing about it
 */
export function releaseGates(
  context: Pick<ActionContext, "alarms" | "clock" | "fetch" | "runCommand">,
  { gates, aws, commit }: Watched,
  before: AlarmsBefore,
  moved: boolean,
): Gate[] {
  const { clock, fetch, runCommand: run } = context;
  return gates.flatMap((gate): Gate[] => {
    switch (gate.kind) {
      case "alarms":
        if (!moved) return [];
        return [alarmsGate(gate, { api: context.alarms(aws), clock, loudBefore: before.loud })];
      case "http":
        return [httpGate(gate, { fetch, clock, commit })];
      case "command":
        return [commandGate(gate, { run, clock })];
    }
  });
}
