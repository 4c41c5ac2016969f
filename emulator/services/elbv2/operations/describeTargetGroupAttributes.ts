import type { Elb } from "../elb";
import { targetGroupOf } from "../lookups";
import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from "../shapes";
import { attributesView } from "../views/targetGroupView";

export function describeTargetGroupAttributes(
  elb: Elb,
  input: DescribeTargetGroupAttributesInput,
): DescribeTargetGroupAttributesOutput {
  return { Attributes: attributesView(targetGroupOf(elb, input.TargetGroupArn)) };
}
