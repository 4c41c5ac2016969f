import type { Service } from "@aws-sdk/client-ecs";
import { messageOf, SlipwayError } from "../support/errors";
import type { EcsApi } from "./ecsApi";
import { ServiceNotActive } from "./ecsErrors";
import { refuseOtherControllers } from "./rollout/refuseOtherControllers";
import { primaryOf } from "./rollout/snapshot";
import { describeServices, serviceNotFound } from "./services";
import { revisionName } from "./taskDefinition/revisionName";
import { planRevision, type RevisionRequest } from "./taskDefinition/revisions";

export interface PreflightRequest {
  cluster: string;
  services: readonly Omit<RevisionRequest, "cluster">[];
}

/** A reason why the release can't start (`error`), or something to know (`warning`). */
export interface Finding {
  level: "error" | "warning";
  /** Stable, e.g. `SERVICE_NOT_FOUND`. */
  code: string;
  service?: string;
  message: string;
  remedy: string;
}

/**
 * Everything that stands in the way, at once. Reads only.
 * @throws nothing but the signal's reason: what AWS refuses is a finding, too
 */
export async function preflight(
  api: EcsApi,
  { cluster, services: requests }: PreflightRequest,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const names = requests.map(({ service }) => service);
  let services: Map<string, Service>;
  try {
    // Tells of an unknown cluster, too.
    services = await describeServices(api, cluster, names, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return [...twice(names), finding(error)];
  }
  const perService = await Promise.all(
    requests.map(async (request) => {
      const service = services.get(request.service);
      if (!service) return [finding(serviceNotFound(cluster, request.service), request.service)];
      const unfit = [refuseInactive, refuseOtherControllers].flatMap((check) =>
        failureOf(() => check(service), request.service),
      );
      if (unfit.length > 0) return unfit;
      return [
        ...inProgress(service, request.service),
        ...(await revisionFindings(api, { ...request, cluster }, signal)),
      ];
    }),
  );
  return [...twice(names), ...perService.flat()];
}

function twice(names: readonly string[]): Finding[] {
  const repeated = new Set(names.filter((name, position) => names.indexOf(name) !== position));
  return [...repeated].map((service) => ({
    level: "error",
    code: "SERVICE_NAMED_TWICE",
    service,
    message: `The service "${service}" is named twice.`,
    remedy: "Name it once in the settings (`slipway:services` or SERVICES_NAMES).",
  }));
}

function refuseInactive({ serviceName = "", status = "not active" }: Service): void {
  if (status === "ACTIVE") return;
  throw new ServiceNotActive(
    `The service "${serviceName}" is ${status}, not ACTIVE.`,
    "Create it again, or take it out of the settings.",
  );
}

function inProgress(service: Service, name: string): Finding[] {
  const primary = primaryOf(service);
  if (primary?.rolloutState !== "IN_PROGRESS") return [];
  const revision = revisionName(primary.taskDefinition ?? "?");
  return [
    {
      level: "warning",
      code: "ROLLOUT_IN_PROGRESS",
      service: name,
      message: `A rollout of "${name}" to ${revision} is in progress (${primary.id ?? "?"}).`,
      remedy:
        "A rollout to the revision of this release is waited for; any other one will be superseded.",
    },
  ];
}

async function revisionFindings(
  api: EcsApi,
  request: RevisionRequest,
  signal?: AbortSignal,
): Promise<Finding[]> {
  try {
    const { warnings } = await planRevision(api, request, signal);
    return warnings.map((message) => ({
      level: "warning",
      code: "NEWER_REVISION",
      service: request.service,
      message,
      remedy: "Nothing, when the service's own revision is the right one to start from.",
    }));
  } catch (error) {
    signal?.throwIfAborted();
    return [finding(error, request.service)];
  }
}

function failureOf(check: () => void, service: string): Finding[] {
  try {
    check();
    return [];
  } catch (error) {
    return [finding(error, service)];
  }
}

function finding(error: unknown, service?: string): Finding {
  const known = error instanceof SlipwayError ? error : undefined;
  return {
    level: "error",
    code: known?.code ?? "UNEXPECTED",
    ...(service !== undefined && { service }),
    message: messageOf(error),
    remedy: known?.remedy ?? "Look at the message; the same call in the AWS CLI shows the details.",
  };
}
