import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import { requireEcsController } from "../../rules/controller";
import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  Failure,
} from "../../shapes";
import { serviceDeploymentView } from "../../views/serviceDeploymentView";

/** At most twenty ARNs (api/DescribeServiceDeployments). */
export function describeServiceDeployments(
  ecs: Ecs,
  { serviceDeploymentArns: arns }: DescribeServiceDeploymentsRequest,
): DescribeServiceDeploymentsResponse {
  if (arns.length < 1 || arns.length > 20) {
    throw invalidParameter("serviceDeploymentArns should have between 1 and 20 items.");
  }
  const failures: Failure[] = [];
  const serviceDeployments = arns.flatMap((arn) => {
    const found = ecs.store.serviceDeployments.get(arn);
    if (!found) {
      failures.push({ arn, reason: "MISSING" });
      return [];
    }
    requireEcsController(found.service);
    return [serviceDeploymentView(found.service, found.serviceDeployment)];
  });
  return { serviceDeployments, failures };
}
