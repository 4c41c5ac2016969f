import type { Elb } from "../elb";
import { targetGroupOf } from "../lookups";
import { healthCheckSettings } from "../rules/healthCheckSettings";
import type { ModifyTargetGroupInput, ModifyTargetGroupOutput } from "../shapes";
import { targetGroupView } from "../views/targetGroupView";

export function modifyTargetGroup(
  elb: Elb,
  input: ModifyTargetGroupInput,
): ModifyTargetGroupOutput {
  const group = targetGroupOf(elb, input.TargetGroupArn);
  group.healthCheck = healthCheckSettings(input, group.healthCheck);
  elb.healthChecks.settingsChanged(group);
  return { TargetGroups: [targetGroupView(elb.store, group)] };
}
