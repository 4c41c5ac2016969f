import type { Context } from "../context";
import { defaults } from "../defaults";
import type { GateOption } from "../schema/gates";
import type { GateSettings } from "../settings";

export function resolveGates({ config, origins }: Context): GateSettings[] {
  const { gates = [] } = config.slipway;
  gates.forEach((gate, n) => origins.addSetting(`gates[${n}]`, gate, undefined, "slipway:gates"));
  return gates.map(withDefaults);
}

function withDefaults(gate: GateOption): GateSettings {
  if ("alarms" in gate) {
    const { for: time = defaults.alarmsGate.for, every = defaults.alarmsGate.every } = gate;
    return { kind: "alarms", alarms: gate.alarms, for: time, every };
  }
  if ("http" in gate) {
    const { for: time = defaults.httpGate.for, every = defaults.httpGate.every } = gate;
    const { url, status = defaults.httpGate.status, body, version } = gate.http;
    return {
      kind: "http",
      url,
      status,
      for: time,
      every,
      ...(body !== undefined && { body }),
      ...(version !== undefined && { version }),
    };
  }
  const { command, for: time = defaults.commandGate.for, every } = gate;
  return { kind: "command", command, for: time, ...(every !== undefined && { every }) };
}
