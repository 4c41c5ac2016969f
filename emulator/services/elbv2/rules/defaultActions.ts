import type { Elb } from "../elb";
import type { LoadBalancer } from "../state/loadBalancer";
import { associationLimit, notModelled, validationError } from "../errors";
import { targetGroupOf } from "../lookups";
import type { Action } from "../shapes";

/**
 * A listener's default actions in the form that AWS shows: a forward to one target group, or a fixed response.
 * @throws ValidationError, TargetGroupNotFound, TargetGroupAssociationLimit
 */
export function defaultActionsOf(
  elb: Elb,
  balancer: LoadBalancer,
  actions: readonly Action[],
): Action[] {
  const [action] = actions;
  if (!action) throw validationError("A default action must be specified");
  if (actions.length > 1) throw notModelled("A listener with several actions");
  if (action.Type === "fixed-response" && action.FixedResponseConfig)
    return [{ ...action, Order: 1 }];
  if (action.Type !== "forward") throw notModelled(`An action of type ${action.Type}`);
  const groups = action.ForwardConfig?.TargetGroups ?? [];
  if (groups.length > 1) throw notModelled("A forward to several target groups");
  const arn = action.TargetGroupArn ?? groups[0]?.TargetGroupArn;
  if (arn === undefined) throw validationError("A target group ARN must be specified");
  const others = elb.store.balancersOf(targetGroupOf(elb, arn)).filter((b) => b !== balancer);
  if (others.length > 0) {
    throw associationLimit(
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    );
  }
  const ForwardConfig = {
    TargetGroups: [{ TargetGroupArn: arn, Weight: groups[0]?.Weight ?? 1 }],
    TargetGroupStickinessConfig: { Enabled: false },
  };
  return [{ Type: "forward", TargetGroupArn: arn, Order: 1, ForwardConfig }];
}
