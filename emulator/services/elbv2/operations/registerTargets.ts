import { isIPv4 } from "node:net";
import { httpBackend } from "../balancing/httpBackend";
import { registerTarget } from "../balancing/registration";
import type { Elb } from "../elb";
import { notModelled, validationError } from "../errors";
import { targetGroupOf, targetsLike } from "../lookups";
import type { RegisterTargetsInput, RegisterTargetsOutput } from "../shapes";

/** Servers by their addresses; one that is registered, and not draining, stays as it is. */
export function registerTargets(elb: Elb, input: RegisterTargetsInput): RegisterTargetsOutput {
  const group = targetGroupOf(elb, input.TargetGroupArn);
  if (group.targetType !== "ip") throw notModelled("Registering an instance");
  for (const { Id } of input.Targets) {
    if (!isIPv4(Id)) throw validationError(`The IP address '${Id}' is not a valid IPv4 address`);
  }
  for (const { Id: id, Port: port = group.port, AvailabilityZone } of input.Targets) {
    const same = targetsLike(group, { Id: id, Port: port });
    if (same.some((target) => !target.leaving)) continue;
    registerTarget(elb, group, {
      id,
      port,
      availabilityZone: AvailabilityZone,
      backend: httpBackend(port, (asked) => ({ host: id, port: asked })),
      changed: () => undefined,
    });
  }
  return {};
}
