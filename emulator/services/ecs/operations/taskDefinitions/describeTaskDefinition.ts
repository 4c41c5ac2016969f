import type { Ecs } from "../../createEcs";
import { clientException } from "../../errors";
import type { DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse } from "../../shapes";
import { taskDefinitionView } from "../../views/taskDefinitionView";

/** INACTIVE revisions too; tags only when asked for, beside the definition (api/DescribeTaskDefinition). */
export function describeTaskDefinition(
  ecs: Ecs,
  { taskDefinition: reference, include = [] }: DescribeTaskDefinitionRequest,
): DescribeTaskDefinitionResponse {
  const definition = ecs.store.taskDefinition(reference);
  if (!definition) throw clientException("Unable to describe task definition.");
  return {
    taskDefinition: taskDefinitionView(definition),
    tags: include.includes("TAGS") ? definition.tags : undefined,
  };
}
