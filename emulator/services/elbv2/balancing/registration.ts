import type { Elb } from "../elb";
import type { RegisteredTarget, TargetGroup } from "../state/targetGroup";
import { drain } from "./drain";
import { uncheckedHealth } from "./targetHealth";

type NewTarget = Pick<RegisteredTarget, "id" | "port" | "availabilityZone" | "backend" | "changed">;

/** Puts a target into its group; it gets requests once its health checks have found it healthy. */
export function registerTarget(elb: Elb, group: TargetGroup, given: NewTarget): RegisteredTarget {
  const target: RegisteredTarget = {
    ...given,
    group,
    health: uncheckedHealth.registering,
    passes: 0,
    failures: 0,
    requests: 0,
    idle: () => undefined,
  };
  group.targets.add(target);
  elb.healthChecks.begin(target);
  return target;
}

/** Takes a target out of its group, drained; `done` is called when no request is on its way to it any more. */
export function deregisterTarget(elb: Elb, target: RegisteredTarget, done: () => void): void {
  elb.healthChecks.end(target);
  drain(elb.agenda, elb.timeScale, target, done);
}
