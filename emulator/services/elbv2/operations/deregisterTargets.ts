import { deregisterTarget } from "../balancing/registration";
import type { Elb } from "../elb";
import { targetGroupOf, targetsLike } from "../lookups";
import type { DeregisterTargetsInput, DeregisterTargetsOutput } from "../shapes";

/** Drains targets; one that isn't registered is no error (ELBv2 API, DeregisterTargets). */
export function deregisterTargets(
  elb: Elb,
  input: DeregisterTargetsInput,
): DeregisterTargetsOutput {
  const group = targetGroupOf(elb, input.TargetGroupArn);
  for (const target of input.Targets.flatMap((description) => targetsLike(group, description))) {
    deregisterTarget(elb, target, () => undefined);
  }
  return {};
}
