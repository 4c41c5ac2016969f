import type { Clock } from "../../../support/clock";
import type { LogsApi } from "../logs/logsApi";
import type { Finding } from "../../../contract/finding";
import { lookUp } from "./lookUp";
import type { Planned } from "./planned";

/** A log group that has to be there before a task starts. */
interface NeededGroup {
  group: string;
  region?: string;
  services: string[];
  container: string;
}

/** Log groups that tasks would not start without. Each is looked up once. */
export function logGroupFindings(
  logs: LogsApi,
  plans: readonly Pick<Planned, "service" | "input">[],
  clock: Clock,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const groups = neededGroups(plans);
  const ask = async (key: string, within: AbortSignal) => {
    const needed = groups.get(key);
    if (!needed) return [];
    const { group, region, services, container } = needed;
    if (await logs.hasGroup(group, region, within)) return [];
    return services.map((service) => missing(service, container, group));
  };
  return lookUp({ what: "the log groups", names: [...groups.keys()], ask }, clock, signal);
}

/** By name, and region where one is given. */
function neededGroups(
  plans: readonly Pick<Planned, "service" | "input">[],
): Map<string, NeededGroup> {
  const groups = new Map<string, NeededGroup>();
  for (const { service, input } of plans) {
    for (const { name = "", logConfiguration } of input.containerDefinitions ?? []) {
      const { logDriver, options = {} } = logConfiguration ?? {};
      const { "awslogs-group": group, "awslogs-region": region } = options;
      // As the driver reads it: `1`, `t` and `True` are true, too.
      const creates = /^(?:1|t|true)$/i.test(options["awslogs-create-group"] ?? "");
      if (logDriver !== "awslogs" || group === undefined || creates) continue;
      const key = region === undefined ? group : `${group} (${region})`;
      const needed = groups.get(key);
      if (needed) needed.services = [...new Set([...needed.services, service])];
      else {
        const where = { group, ...(region !== undefined && { region }) };
        groups.set(key, { ...where, services: [service], container: name });
      }
    }
  }
  return groups;
}

function missing(service: string, container: string, group: string): Finding {
  return {
    level: "error",
    code: "LOG_GROUP_NOT_FOUND",
    service,
    message: `The log group ${group} of the container "${container}" does not exist: no task would start.`,
    remedy: "Create it, or set `awslogs-create-group` in the task definition to start from.",
  };
}
