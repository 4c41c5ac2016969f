import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import type { Elb } from "./elb";
import { validationError } from "./errors";
import model from "./model.json";
import { createListener } from "./operations/createListener";
import { createLoadBalancer } from "./operations/createLoadBalancer";
import { createTargetGroup } from "./operations/createTargetGroup";
import { deleteListener } from "./operations/deleteListener";
import { deleteLoadBalancer } from "./operations/deleteLoadBalancer";
import { deleteTargetGroup } from "./operations/deleteTargetGroup";
import { deregisterTargets } from "./operations/deregisterTargets";
import { describeListeners } from "./operations/describeListeners";
import { describeLoadBalancers } from "./operations/describeLoadBalancers";
import { describeTargetGroupAttributes } from "./operations/describeTargetGroupAttributes";
import { describeTargetGroups } from "./operations/describeTargetGroups";
import { describeTargetHealth } from "./operations/describeTargetHealth";
import { modifyTargetGroup } from "./operations/modifyTargetGroup";
import { modifyTargetGroupAttributes } from "./operations/modifyTargetGroupAttributes";
import { registerTargets } from "./operations/registerTargets";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, Elb> = {
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateTargetGroup: createTargetGroup,
  DeleteListener: deleteListener,
  DeleteLoadBalancer: deleteLoadBalancer,
  DeleteTargetGroup: deleteTargetGroup,
  DeregisterTargets: deregisterTargets,
  DescribeListeners: describeListeners,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  ModifyTargetGroup: modifyTargetGroup,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  RegisterTargets: registerTargets,
};

export function elbModule(elb: Elb): ServiceModule {
  return {
    name: "elbv2",
    protocol: "query",
    xmlNamespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    model,
    invalid: validationError,
    operations: bindOperations<Operations, Elb>(operations, elb),
  };
}
