import type { TaskDefinition } from "../state/taskDefinition";
import { requiredAttributes } from "../rules/requiredAttributes";
import type { TaskDefinition as Wire } from "../shapes";
import { seconds } from "../../../core/time";

/**
 * A revision as Register- and DescribeTaskDefinition answer it; its tags are a sibling, never in here
 * (api/TaskDefinition).
 */
export function taskDefinitionView(definition: TaskDefinition): Wire {
  return {
    taskDefinitionArn: definition.arn,
    ...definition.content,
    revision: definition.revision,
    status: definition.status,
    requiresAttributes: requiredAttributes(definition),
    compatibilities: definition.compatibilities,
    registeredAt: seconds(definition.registeredAt),
    registeredBy: definition.registeredBy,
    deregisteredAt: seconds(definition.deregisteredAt),
    deleteRequestedAt: seconds(definition.deleteRequestedAt),
  };
}
