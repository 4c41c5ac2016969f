import type { Service } from "@aws-sdk/client-ecs";
import type { EcsApi } from "./ecsApi";
import { ServiceNotActive, ServiceNotFound } from "./ecsErrors";

/** DescribeServices takes so many. */
export const servicesPerCall = 10;

/** The services that exist, by name (as asked for), whatever their number. */
export async function describeServices(
  api: EcsApi,
  cluster: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Service>> {
  const answers = await Promise.all(
    chunks([...new Set(names)], servicesPerCall).map((some) =>
      api.describeServices(cluster, some, signal),
    ),
  );
  const services = answers.flatMap((answer) => answer.services);
  return new Map(
    names.flatMap((name) => {
      const service = services.find((s) => s.serviceName === name || s.serviceArn === name);
      return service ? [[name, service] as const] : [];
    }),
  );
}

export function serviceNotFound(cluster: string, service: string): ServiceNotFound {
  return new ServiceNotFound(
    `There is no service "${service}" in the cluster "${cluster}".`,
    "Check the service's name (`slipway:services` or SERVICES_NAMES), the cluster, the region and the account.",
  );
}

export function serviceNotActive(
  { status = "not active" }: Pick<Service, "status">,
  name: string,
): ServiceNotActive {
  return new ServiceNotActive(
    `The service "${name}" is ${status}, not ACTIVE.`,
    "Create it again, or take it out of the settings.",
  );
}

/** `items` in lists of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}
