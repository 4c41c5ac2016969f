import type { Deployment, Service } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../../support/clock";
import { patience } from "../../../../support/patience";
import type { EcsApi } from "../../ecsApi";
import { EcsThrottled, EcsTransientError } from "../../ecsErrors";
import type { ServiceReader } from "../../serviceReader";
import { Abandoned } from "../../../rollout";
import type { ServiceRolloutRequest } from "../../serviceRolloutRequest";
import {
  attach,
  failedBefore,
  notListed,
  runs,
  stoppedWhileSending,
  unknownWhetherSent,
  type Start,
} from "./start";

/** How often a service is looked at before we say that UpdateService did not arrive. */
const looks = 3;
/** How often a forced UpdateService that ECS throttles is sent. */
const attempts = 6;

type UpdateRequest = Pick<ServiceRolloutRequest, "cluster" | "service" | "taskDefinition">;

/** Sends UpdateService and finds the deployment that it made, also when its answer is lost. */
export class UpdateSender {
  constructor(
    private readonly api: EcsApi,
    private readonly services: ServiceReader,
    private readonly clock: Clock,
    private readonly pollInterval: number,
  ) {}

  /** @throws what ECS refused: then nothing was touched */
  async send(
    request: UpdateRequest,
    service: Service,
    force: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Start> {
    const { taskDefinition } = request;
    const known = new Set(service.deployments?.map(({ id }) => id));
    signal?.throwIfAborted();
    const { sending, sent } = this.withGrace(signal);
    let updated: Service;
    try {
      updated = await this.update(request, force, sending);
    } catch (error) {
      if (signal?.aborted) return stoppedWhileSending(signal.reason);
      // What ECS refused did not arrive; without its answer only the service tells.
      if (!(error instanceof EcsTransientError) || (force && error instanceof EcsThrottled)) {
        throw error;
      }
      const isOurs = (d: Deployment) => runs(d, taskDefinition) && !known.has(d.id);
      try {
        const found = await this.arrived(request, isOurs, sending);
        if (!found) throw error;
        updated = found;
      } catch (later) {
        if (later === error) throw error;
        return signal?.aborted
          ? stoppedWhileSending(signal.reason)
          : unknownWhetherSent(error, later);
      }
    } finally {
      sent();
    }
    // Ours is the new one of this revision, also where another deployer was PRIMARY a moment later.
    const ours = updated.deployments?.filter((d) => runs(d, taskDefinition)) ?? [];
    const deployment =
      ours.find((d) => !known.has(d.id)) ??
      ours.find(({ status }) => status === "PRIMARY") ??
      ours[0];
    if (!deployment) return notListed(updated);
    if (known.has(deployment.id)) {
      if (deployment.rolloutState === "FAILED") return failedBefore(deployment);
      return attach(deployment, updated);
    }
    return { kind: "watch", deployment, attached: false, withServiceDeployment: true };
  }

  /**
   * A forced UpdateService goes out once per call of the adapter, as two would make two
   * deployments; but one that ECS throttled made none, and is sent again here.
   */
  private async update(
    { cluster, service, taskDefinition }: UpdateRequest,
    force: boolean,
    signal: AbortSignal,
  ): Promise<Service> {
    const update = { cluster, service, taskDefinition };
    if (!force) return this.api.updateService(update, signal);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.api.updateService({ ...update, forceNewDeployment: true }, signal);
      } catch (error) {
        if (!(error instanceof EcsThrottled) || attempt === attempts) throw error;
        await this.clock.sleep(patience.updateDelayMs * 2 ** (attempt - 1), signal);
      }
    }
  }

  /**
   * The service once it has our deployment, after UpdateService got no answer. A single look may
   * be a stale one.
   * @returns undefined when it did not come
   */
  private async arrived(
    { cluster, service: name }: UpdateRequest,
    isOurs: (deployment: Deployment) => boolean,
    signal: AbortSignal,
  ): Promise<Service | undefined> {
    for (let look = 1; ; look++) {
      const service = await this.services.read(cluster, name, signal);
      if (service?.deployments?.some(isOurs)) return service;
      if (look === looks) return undefined;
      await this.clock.sleep(this.pollInterval, signal);
    }
  }

  /** The signal, but an abandonment comes through later: to know our deployment is worth a moment. */
  private withGrace(signal: AbortSignal | undefined) {
    const own = new AbortController();
    const over = new AbortController();
    const pass = () => {
      const end = () => own.abort(signal?.reason);
      if (signal?.reason instanceof Abandoned) {
        void this.clock.sleep(patience.updateGraceMs, over.signal).then(end, () => undefined);
      } else end();
    };
    signal?.addEventListener("abort", pass, { once: true });
    const sent = () => {
      signal?.removeEventListener("abort", pass);
      over.abort(new Error("sent"));
    };
    return { sending: own.signal, sent };
  }
}
