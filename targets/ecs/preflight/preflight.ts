import type { Service } from "@aws-sdk/client-ecs";
import type { ImageRegistry } from "../../../registry/imageRegistry";
import type { Clock } from "../../../support/clock";
import type { EcsApi } from "../ecsApi";
import type { LogsApi } from "../logs/logsApi";
import { refuseUnsupportedController } from "../controllers/chooseController";
import { describeServices, serviceNotActive, serviceNotFound } from "../services";
import { planRevision, type RevisionPlan, type RevisionRequest } from "../taskDefinition/revisions";
import { fargateSizeFindings } from "./fargateSize";
import type { Finding } from "../../../contract/finding";
import { findingOf } from "./finding";
import { imageFindings } from "./images";
import { logGroupFindings } from "./logGroups";
import { roleFindings } from "./roles";
import type { RolesApi } from "./rolesApi";
import { inProgressWarning, rolloutInProgress, type InProgress } from "./rolloutInProgress";
import { secretFindings } from "./secrets";
import type { SecretsApi } from "./secretsApi";

export interface PreflightRequest {
  cluster: string;
  services: readonly Omit<RevisionRequest, "cluster">[];
  /** References of images that are not built: they must be there. */
  existing?: readonly string[];
}

export interface PreflightSources {
  ecs: EcsApi;
  logs: LogsApi;
  registry: Pick<ImageRegistry, "find">;
  roles: RolesApi;
  secrets: SecretsApi;
  clock: Clock;
}

export interface PreflightReport {
  findings: Finding[];
  /** Of the services that nothing is wrong with. */
  plans: RevisionPlan[];
  inProgress: InProgress[];
}

/**
 * Everything that stands in the way, at once. Reads only.
 * @throws nothing but the signal's reason: what AWS refuses is a finding, too
 */
export async function preflight(
  sources: PreflightSources,
  { cluster, services: requests, existing = [] }: PreflightRequest,
  signal?: AbortSignal,
): Promise<PreflightReport> {
  const { ecs, logs, registry, roles, secrets, clock } = sources;
  const names = requests.map(({ service }) => service);
  let services: Map<string, Service>;
  try {
    // Tells of an unknown cluster, too.
    services = await describeServices(ecs, cluster, names, signal);
  } catch (error) {
    signal?.throwIfAborted();
    return { findings: [...twice(names), findingOf(error)], plans: [], inProgress: [] };
  }
  const reports = await Promise.all(
    requests.map((request) => {
      const service = services.get(request.service);
      return serviceReport(ecs, { ...request, cluster }, service, signal);
    }),
  );
  const plans = reports.flatMap((report) => report.plans);
  const further = await Promise.all([
    imageFindings(registry, plans, existing, signal),
    logGroupFindings(logs, plans, clock, signal),
    roleFindings(roles, plans, clock, signal),
    secretFindings(secrets, plans, clock, signal),
  ]);
  const findings = [...reports.flatMap((report) => report.findings), ...further.flat()];
  const inProgress = reports.flatMap((report) => report.inProgress);
  return { findings: [...twice(names), ...findings], plans, inProgress };
}

async function serviceReport(
  ecs: EcsApi,
  request: RevisionRequest,
  service: Service | undefined,
  signal: AbortSignal | undefined,
): Promise<PreflightReport> {
  const { cluster, service: name } = request;
  const wrong = (findings: Finding[]) => ({ findings, plans: [], inProgress: [] });
  if (!service) return wrong([findingOf(serviceNotFound(cluster, name), name)]);
  const unfit = [refuseInactive, refuseUnsupportedController].flatMap((check) =>
    failureOf(() => check(service), name),
  );
  if (unfit.length > 0) return wrong(unfit);
  try {
    const plan = await planRevision(ecs, request, signal);
    const moving = rolloutInProgress(service, request, plan);
    const findings = [
      ...(moving ? [inProgressWarning(moving)] : []),
      ...newerRevision(plan),
      ...fargateSizeFindings(name, service, plan.input),
      ...deregistered(plan),
    ];
    return { findings, plans: [plan], inProgress: moving ? [moving] : [] };
  } catch (error) {
    signal?.throwIfAborted();
    const moving = rolloutInProgress(service, request, undefined);
    return wrong([...(moving ? [inProgressWarning(moving)] : []), findingOf(error, name)]);
  }
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

function refuseInactive(service: Service): void {
  if (service.status !== "ACTIVE") throw serviceNotActive(service, service.serviceName ?? "");
}

function newerRevision({ service, from, leftOut }: RevisionPlan): Finding[] {
  if (leftOut === undefined) return [];
  return [
    {
      level: "warning",
      code: "NEWER_REVISION",
      service,
      message: `${leftOut} is newer than ${from.revision}, which ${service} runs, and is left out: the new revision is a copy of what runs.`,
      remedy: "Set `base: family` to start from the newest one.",
    },
  ];
}

/** Services go on running a revision that is deregistered, but can't be moved to it again. */
function deregistered({ service, from, action }: RevisionPlan): Finding[] {
  if (from.status === "ACTIVE" || action === "unchanged") return [];
  return [
    {
      level: "warning",
      code: "ROLLBACK_REVISION_INACTIVE",
      service,
      message: `${from.revision}, which "${service}" runs, is ${from.status}: ECS would not go back to it.`,
      remedy: "Release again what it runs, so that there is an active revision to go back to.",
    },
  ];
}

function failureOf(check: () => void, service: string): Finding[] {
  try {
    check();
    return [];
  } catch (error) {
    return [findingOf(error, service)];
  }
}
