import type { Elb } from "../elb";
import { targetGroupOf } from "../lookups";
import { checkAttributes } from "../rules/targetGroupAttributes";
import type {
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from "../shapes";
import { attributesView } from "../views/targetGroupView";

export function modifyTargetGroupAttributes(
  elb: Elb,
  input: ModifyTargetGroupAttributesInput,
): ModifyTargetGroupAttributesOutput {
  const group = targetGroupOf(elb, input.TargetGroupArn);
  checkAttributes(input.Attributes);
  for (const { Key = "", Value = "" } of input.Attributes) group.attributes.set(Key, Value);
  return { Attributes: attributesView(group) };
}
