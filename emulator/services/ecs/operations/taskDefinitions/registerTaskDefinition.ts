import type { TaskDefinition } from "../../state/taskDefinition";
import type { Ecs } from "../../createEcs";
import { compatibilitiesOf } from "../../rules/fargateRules";
import { checkTags } from "../../rules/tags";
import { checkTaskDefinition } from "../../rules/taskDefinitionRules";
import { withDefaults } from "../../rules/taskDefinitionDefaults";
import type { RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse } from "../../shapes";
import { taskDefinitionView } from "../../views/taskDefinitionView";

/** A new revision, also for content that is registered already (api/RegisterTaskDefinition). */
export function registerTaskDefinition(
  ecs: Ecs,
  input: RegisterTaskDefinitionRequest,
): RegisterTaskDefinitionResponse {
  checkTags(input.tags);
  checkTaskDefinition(input);
  const { tags = [], ...given } = input;
  const family = ecs.store.families.get(input.family) ?? {
    name: input.family,
    last: 0,
    revisions: new Map<number, TaskDefinition>(),
  };
  ecs.store.families.set(family.name, family);
  const revision = ++family.last;
  const definition: TaskDefinition = {
    arn: ecs.arns.taskDefinition(family.name, revision),
    family: family.name,
    revision,
    status: "ACTIVE",
    content: withDefaults(given),
    compatibilities: compatibilitiesOf(given),
    tags,
    registeredAt: ecs.agenda.now(),
    registeredBy: `arn:aws:iam::${ecs.account}:user/slipway`,
  };
  family.revisions.set(revision, definition);
  return { taskDefinition: taskDefinitionView(definition), tags: tags.length ? tags : undefined };
}
