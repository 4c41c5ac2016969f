import type { Elb } from "../elb";
import { resourceInUse } from "../errors";
import type { DeleteTargetGroupInput, DeleteTargetGroupOutput } from "../shapes";

/** One that is not there is deleted as well. */
export function deleteTargetGroup(
  elb: Elb,
  input: DeleteTargetGroupInput,
): DeleteTargetGroupOutput {
  const arn = input.TargetGroupArn;
  const group = elb.store.targetGroups.get(arn);
  if (!group) return {};
  if (elb.store.inUse(group)) {
    throw resourceInUse(`Target group '${arn}' is currently in use by a listener or a rule`);
  }
  for (const target of group.targets) elb.healthChecks.end(target);
  elb.store.targetGroups.delete(arn);
  return {};
}
