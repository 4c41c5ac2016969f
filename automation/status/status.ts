import type { ActionContext } from "../release/context";
import { withRelease, type ReleaseRequest } from "../release/openRelease";
import { endReport } from "../report/serviceReport";
import type { ServiceStatus, StatusReport } from "../report/statusReport";
import type { RolloutState } from "../workspace/stackState";
import { driftOf, lastReleased } from "./drift";
import { serviceStatus } from "./serviceStatus";
import { watchServices, type Watched } from "./watchServices";

export interface StatusRequest extends ReleaseRequest {
  /** Waits first until no service moves any more. */
  readonly watch?: boolean;
}

/** Shows what every service of the environment runs now. Reads only. */
export async function status(
  context: ActionContext,
  request: StatusRequest,
): Promise<StatusReport> {
  try {
    return await read(context, request);
  } catch (error) {
    // Reading touches nothing, so after a signal the cancellation is the reason of every error.
    context.signal.throwIfAborted();
    throw error;
  }
}

function read(context: ActionContext, request: StatusRequest): Promise<StatusReport> {
  return withRelease(context, request, "read", async ({ settings, stack }) => {
    const { cluster, aws, stack: environment } = settings;
    const watched = request.watch ? await watchServices(context, settings) : undefined;
    const names = settings.services.map((service) => service.name);
    // A signal ends the watch, and the status that it reached is shown all the same.
    const signal = watched ? undefined : context.signal;
    const [live, { rollouts }] = await Promise.all([
      serviceStatus(context.ecs(aws), cluster, names, signal),
      stack.state(),
    ]);
    const services = live.map((service) => ({
      ...withLastRelease(service, rollouts),
      ...watchedOf(watched?.get(service.service)),
    }));
    return { environment, cluster, services, ...awsAhead(services, context.clock.now()) };
  });
}

/** Clocks that differ by less are not worth a word. */
const toleratedSeconds = 60;

function awsAhead(services: readonly ServiceStatus[], now: number): Pick<StatusReport, "awsAhead"> {
  const ahead = services.map(({ since }) => (since === undefined ? 0 : Date.parse(since) - now));
  const seconds = Math.round(Math.max(0, ...ahead) / 1000);
  return seconds > toleratedSeconds ? { awsAhead: seconds } : {};
}

function withLastRelease(service: ServiceStatus, rollouts: readonly RolloutState[]): ServiceStatus {
  const state = rollouts.find((one) => one.service === service.service);
  const last = state && lastReleased(state.history);
  if (!last) return service;
  const { revision, commit, at } = last;
  return { ...service, released: { revision, commit, at }, drift: driftOf(service, last) };
}

function watchedOf(watched: Watched | undefined): Pick<ServiceStatus, "watched"> {
  if (!watched) return {};
  const { outcome, reason } = watched;
  return { watched: { ...endReport(outcome), reason } };
}
