import type { Deployment, Service, Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../../targets/ecs/ecsApi";
import type { ActionContext } from "../release/context";
import { withRelease, type ReleaseRequest } from "../release/openRelease";
import type { RolloutState } from "../workspace/stackState";
import { driftOf, lastReleased } from "./drift";
import { isMoving, watchServices, type Watched } from "./watchServices";
import type {
  DeploymentStatus,
  RunningImage,
  ServiceStatus,
  StatusReport,
} from "../report/statusReport";

/** DescribeServices takes so many at once. */
const batch = 10;

/** Tells what every service of the environment runs now. Reads only. */
export function status(context: ActionContext, request: StatusRequest): Promise<StatusReport> {
  return withRelease(context, request, "read", async ({ settings, stack }) => {
    const { cluster, aws, stack: environment } = settings;
    const watched = request.watch ? await watchServices(context, settings) : undefined;
    const names = settings.services.map((service) => service.name);
    // Who stops watching still wants to see what there is.
    const signal = watched ? undefined : context.signal;
    const [live, { rollouts }] = await Promise.all([
      statusOf(context.ecs(aws), cluster, names, signal),
      stack.state(),
    ]);
    const services = live.map((service) => ({
      ...withLast(service, rollouts),
      ...watchedOf(watched?.get(service.service)),
    }));
    return { environment, cluster, services, ...awsAhead(services, context.clock.now()) };
  });
}

/** Below, it is no more than clocks that differ. */
const tolerated = 60;

function awsAhead(services: readonly ServiceStatus[], now: number): Pick<StatusReport, "awsAhead"> {
  const ahead = services.map(({ since }) => (since === undefined ? 0 : Date.parse(since) - now));
  const seconds = Math.round(Math.max(0, ...ahead) / 1000);
  return seconds > tolerated ? { awsAhead: seconds } : {};
}

export interface StatusRequest extends ReleaseRequest {
  /** Waits first until nothing moves any more. */
  readonly watch?: boolean;
}

function withLast(service: ServiceStatus, rollouts: readonly RolloutState[]): ServiceStatus {
  const state = rollouts.find((one) => one.service === service.service);
  const last = state && lastReleased(state.history);
  if (!last) return service;
  const { revision, commit, at } = last;
  const drift = driftOf(service, last);
  return { ...service, released: { revision, commit, at }, ...(drift !== undefined && { drift }) };
}

function watchedOf(watched: Watched | undefined): Pick<ServiceStatus, "watched"> {
  if (!watched) return {};
  const { outcome, reason } = watched;
  return { watched: { outcome: outcome.kind, detail: outcome, reason } };
}

/** @returns one for each name, in that order */
export async function statusOf(
  api: EcsApi,
  cluster: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ServiceStatus[]> {
  const batches = Array.from({ length: Math.ceil(names.length / batch) }, (_, i) =>
    names.slice(i * batch, (i + 1) * batch),
  );
  const answers = await Promise.all(
    batches.map((some) => api.describeServices(cluster, some, signal)),
  );
  const services = answers.flatMap((answer) => answer.services);
  return Promise.all(
    names.map(async (name) => {
      const service = services.find((s) => s.serviceName === name);
      return service ? await describe(api, cluster, service, signal) : missing(name);
    }),
  );
}

function missing(service: string): ServiceStatus {
  return { service, status: "MISSING", images: [], moving: false, deployments: [] };
}

async function describe(
  api: EcsApi,
  cluster: string,
  service: Service,
  signal: AbortSignal | undefined,
): Promise<ServiceStatus> {
  const deployments = service.deployments ?? [];
  const primary = deployments.find((d) => d.status === "PRIMARY");
  const arn = primary?.taskDefinition ?? service.taskDefinition;
  const [definition, tasks] = await Promise.all([
    arn === undefined ? undefined : api.describeTaskDefinition(arn, signal),
    tasksOf(api, cluster, primary?.id, signal),
  ]);
  const images = (definition?.taskDefinition.containerDefinitions ?? []).map(
    ({ name = "", image = "" }): RunningImage => ({
      container: name,
      image,
      digests: digestsOf(name, tasks),
    }),
  );
  return {
    service: service.serviceName ?? "",
    status: service.status ?? "UNKNOWN",
    revision: arn === undefined ? undefined : revisionOf(arn),
    images,
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    since: primary?.createdAt?.toISOString(),
    moving: isMoving(service),
    rolloutState: primary?.rolloutState,
    deploymentId: primary?.id,
    deployments: deployments.map(deploymentStatus),
  };
}

/** Tasks that a deployment started say so; without the right to list them, digests stay unknown. */
async function tasksOf(
  api: EcsApi,
  cluster: string,
  deploymentId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Task[]> {
  if (deploymentId === undefined) return [];
  const request = { cluster, startedBy: deploymentId, desiredStatus: "RUNNING" } as const;
  try {
    const arns = await api.listTasks(request, signal);
    if (arns.length === 0) return [];
    return (await api.describeTasks(cluster, arns.slice(0, 100), signal)).tasks;
  } catch (error) {
    signal?.throwIfAborted();
    if ((error as { code?: string }).code === "ECS_ACCESS_DENIED") return [];
    throw error;
  }
}

function digestsOf(container: string, tasks: readonly Task[]): string[] {
  const digests = tasks.flatMap((task) =>
    (task.containers ?? []).flatMap((c) => (c.name === container ? (c.imageDigest ?? []) : [])),
  );
  return [...new Set(digests)];
}

/** `family:n`, from `arn:…:task-definition/family:n`. */
function revisionOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function deploymentStatus(deployment: Deployment): DeploymentStatus {
  return {
    revision: revisionOf(deployment.taskDefinition ?? ""),
    status: deployment.status ?? "UNKNOWN",
    rolloutState: deployment.rolloutState,
    desired: deployment.desiredCount ?? 0,
    running: deployment.runningCount ?? 0,
    pending: deployment.pendingCount ?? 0,
    failed: deployment.failedTasks ?? 0,
  };
}
