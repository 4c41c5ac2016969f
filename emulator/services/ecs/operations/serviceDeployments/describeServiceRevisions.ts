import type { Ecs } from "../../createEcs";
import { invalidParameter } from "../../errors";
import type {
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  Failure,
} from "../../shapes";
import { serviceRevisionView } from "../../views/serviceRevisionView";

/** At most twenty ARNs (api/DescribeServiceRevisions). */
export function describeServiceRevisions(
  ecs: Ecs,
  { serviceRevisionArns: arns }: DescribeServiceRevisionsRequest,
): DescribeServiceRevisionsResponse {
  if (arns.length < 1 || arns.length > 20) {
    throw invalidParameter("serviceRevisionArns should have between 1 and 20 items.");
  }
  const failures: Failure[] = [];
  const serviceRevisions = arns.flatMap((arn) => {
    const found = ecs.store.serviceRevisions.get(arn);
    if (found) return [serviceRevisionView(found.service, found.revision)];
    failures.push({ arn, reason: "MISSING" });
    return [];
  });
  return { serviceRevisions, failures };
}
