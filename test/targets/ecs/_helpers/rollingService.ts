import type { ServiceRolloutRequest } from "../../../../targets/ecs/serviceRolloutRequest";
import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { createServiceRollouts } from "../../../../targets/ecs/serviceRollouts";
import type { RolloutProgress, RolloutResult } from "../../../../targets/rollout";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeEcsApi } from "./fakeEcsApi";
import { arnOf, service } from "./records";

/** The first deployment that the fake makes. */
export const ours = "ecs-svc/1000";

const request: ServiceRolloutRequest = {
  cluster: "main",
  service: "web",
  taskDefinition: arnOf("web:2"),
  limits: { noProgress: 1800, timeout: 3600 },
};

/** The service "web", steady on `web:1`, to be moved to `web:2`; without service deployments. */
export class RollingService {
  readonly api = new FakeEcsApi().withoutServiceDeployments();
  readonly clock = new VirtualClock();
  readonly progress: RolloutProgress[] = [];

  constructor() {
    for (let n = 0; n < 2; n++) this.api.define({ family: "web", containerDefinitions: [] });
    this.api.services.set("web", service());
  }

  start(more: Partial<ServiceRolloutRequest> = {}, signal?: AbortSignal): Promise<RolloutResult> {
    const controller = createServiceRollouts(this.api, { clock: this.clock, random: () => 0.5 });
    const onProgress = (p: RolloutProgress) => this.progress.push(p);
    const result = controller.roll({ ...request, ...more }, onProgress, signal);
    result.catch(() => undefined);
    return result;
  }

  web(): Service {
    return this.api.services.get("web")!;
  }

  own(): Deployment {
    return this.web().deployments!.find(({ id }) => id === ours)!;
  }

  change(fields: Partial<Deployment>) {
    Object.assign(this.own(), fields);
  }

  complete() {
    this.change({ desiredCount: 2, runningCount: 2, pendingCount: 0, rolloutState: "COMPLETED" });
    this.web().deployments = [this.own()];
  }
}
