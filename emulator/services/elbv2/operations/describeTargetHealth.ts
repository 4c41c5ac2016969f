import { uncheckedHealth } from "../balancing/targetHealth";
import type { RegisteredTarget, TargetHealth } from "../state/targetGroup";
import type { Elb } from "../elb";
import { targetGroupOf, targetsLike } from "../lookups";
import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from "../shapes";

/** Of all targets, or of those asked for: those that aren't registered are `unused`. */
export function describeTargetHealth(
  elb: Elb,
  input: DescribeTargetHealthInput,
): DescribeTargetHealthOutput {
  const group = targetGroupOf(elb, input.TargetGroupArn);
  if (!input.Targets) return { TargetHealthDescriptions: [...group.targets].map(view) };
  return {
    TargetHealthDescriptions: input.Targets.flatMap((asked): TargetHealthDescription[] => {
      const registered = targetsLike(group, asked);
      if (registered.length > 0) return registered.map(view);
      return [{ Target: asked, TargetHealth: healthView(uncheckedHealth.notRegistered) }];
    }),
  };
}

function view(target: RegisteredTarget): TargetHealthDescription {
  const { id, port, availabilityZone, group, health } = target;
  const checked = group.healthCheck.port;
  return {
    Target: { Id: id, Port: port, AvailabilityZone: availabilityZone },
    HealthCheckPort: checked === "traffic-port" ? String(port) : checked,
    TargetHealth: healthView(health),
  };
}

const healthView = ({ state, reason, description }: TargetHealth) => ({
  State: state,
  Reason: reason,
  Description: description,
});
