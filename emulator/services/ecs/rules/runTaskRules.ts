import type { TaskDefinition } from "../state/taskDefinition";
import { clientException, invalidParameter } from "../errors";
import type { RunTaskRequest } from "../shapes";
import { checkNetwork } from "./serviceSettings";
import { checkTags } from "./tags";

/** @throws InvalidParameterException as RunTask does (api/RunTask) */
export function checkRunTask(input: RunTaskRequest, definition: TaskDefinition): void {
  const { count = 1, overrides = {}, startedBy = "", clientToken = "" } = input;
  checkTags(input.tags);
  if (count < 1 || count > 10) throw invalidParameter("Count should be between 1 and 10.");
  if (startedBy.length > 128) {
    throw invalidParameter("startedBy can have at most 128 characters.");
  }
  if (clientToken.length > 64) {
    throw invalidParameter("clientToken can have at most 64 characters.");
  }
  if (input.propagateTags === "SERVICE") {
    throw invalidParameter("propagateTags SERVICE is not valid for RunTask.");
  }
  if (JSON.stringify(overrides).length > 8192) {
    throw invalidParameter("Overrides can have at most 8192 characters.");
  }
  if (input.launchType && input.capacityProviderStrategy?.length) {
    throw invalidParameter("Specify either Launch Type or Capacity Provider Strategy, not both.");
  }
  if (input.launchType === "FARGATE" && !definition.compatibilities.includes("FARGATE")) {
    throw invalidParameter("Task definition does not support launch_type FARGATE.");
  }
  const names = definition.content.containerDefinitions.map((c) => c.name);
  for (const { name } of overrides.containerOverrides ?? []) {
    if (name === undefined) throw clientException("Container.name should not be null or empty.");
    if (!names.includes(name)) {
      throw invalidParameter(
        `Override for container named ${name} is not a container in the TaskDefinition.`,
      );
    }
  }
  checkNetwork(definition, input.networkConfiguration?.awsvpcConfiguration !== undefined);
}
