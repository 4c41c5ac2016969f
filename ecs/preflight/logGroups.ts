import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import type { LogsApi } from "../logs/logsApi";
import { notChecked, type Finding } from "./finding";

/** A log group that has to be there before a task starts. */
interface NeededGroup {
  group: string;
  region?: string;
  services: string[];
  container: string;
}

export interface Planned {
  service: string;
  input: RegisterTaskDefinitionRequest;
}

/** Log groups that tasks would not start without. Each is looked up once. */
export async function logGroupFindings(
  logs: LogsApi,
  plans: readonly Planned[],
  signal?: AbortSignal,
): Promise<Finding[]> {
  const found = await Promise.all(
    neededGroups(plans).map(async ({ group, region, services, container }) => {
      try {
        if (await logs.hasGroup(group, region, signal)) return [];
        return services.map((service) => missing(service, container, group));
      } catch (error) {
        signal?.throwIfAborted();
        return [notChecked(`The log group ${group} was not looked up`, error)];
      }
    }),
  );
  return found.flat();
}

function neededGroups(plans: readonly Planned[]): NeededGroup[] {
  const groups = new Map<string, NeededGroup>();
  for (const { service, input } of plans) {
    for (const { name = "", logConfiguration } of input.containerDefinitions ?? []) {
      const { logDriver, options = {} } = logConfiguration ?? {};
      const { "awslogs-group": group, "awslogs-region": region } = options;
      // As the driver reads it: `1`, `t` and `True` are true, too.
      const creates = /^(?:1|t|true)$/i.test(options["awslogs-create-group"] ?? "");
      if (logDriver !== "awslogs" || group === undefined || creates) continue;
      const key = `${region ?? ""} ${group}`;
      const needed = groups.get(key);
      if (needed) needed.services = [...new Set([...needed.services, service])];
      else {
        const where = { group, ...(region !== undefined && { region }) };
        groups.set(key, { ...where, services: [service], container: name });
      }
    }
  }
  return [...groups.values()];
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
