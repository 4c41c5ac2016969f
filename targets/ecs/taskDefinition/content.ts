import type { RegisterTaskDefinitionRequest, TaskDefinition } from "@aws-sdk/client-ecs";
import type { TaskDefinitionContent } from "../ecsApi";

/**
 * What DescribeTaskDefinition tells about a revision but RegisterTaskDefinition does not take.
 * Everything else is copied, known or not.
 */
export const readOnlyFields = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
] as const satisfies (keyof TaskDefinition)[];

/** A revision as it would be registered again. Shares its parts with `content`. */
export function registrationOf(content: TaskDefinitionContent): RegisterTaskDefinitionRequest {
  const dropped: readonly string[] = readOnlyFields;
  const kept = Object.entries(content.taskDefinition).filter(([name]) => !dropped.includes(name));
  // An empty list of tags is refused ("Tags can not be empty.").
  const tags = content.tags.length > 0 ? [["tags", content.tags] as const] : [];
  // Only what a TaskDefinition has and a registration takes is left.
  return Object.fromEntries([...kept, ...tags]) as unknown as RegisterTaskDefinitionRequest;
}
