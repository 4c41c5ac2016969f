import { lastPart } from "../../state/ecsStore";
import type { Ecs } from "../../createEcs";
import { clientException } from "../../errors";
import type {
  DeregisterTaskDefinitionRequest,
  DeregisterTaskDefinitionResponse,
} from "../../shapes";
import { taskDefinitionView } from "../../views/taskDefinitionView";

/**
 * Makes a revision INACTIVE: its services go on and may scale, no new task or deployment may use it
 * (api/DeregisterTaskDefinition).
 */
export function deregisterTaskDefinition(
  ecs: Ecs,
  { taskDefinition: reference }: DeregisterTaskDefinitionRequest,
): DeregisterTaskDefinitionResponse {
  const [, revision] = lastPart(reference).split(":");
  if (revision === undefined) throw clientException("Revision is missing.");
  if (!/^[1-9]\d*$/.test(revision)) {
    throw clientException(`Invalid revision number. Number: ${revision}`);
  }
  const definition = ecs.store.taskDefinition(reference);
  if (!definition) {
    throw clientException("Unable to describe task definition.");
  }
  if (definition.status === "ACTIVE") {
    definition.status = "INACTIVE";
    definition.deregisteredAt = ecs.agenda.now();
  }
  return { taskDefinition: taskDefinitionView(definition) };
}
