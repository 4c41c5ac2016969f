import type { Ecs } from "../../createEcs";
import { listPage } from "../../listPage";
import type {
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
} from "../../shapes";

/** A family is ACTIVE while one of its revisions is. */
export function listTaskDefinitionFamilies(
  ecs: Ecs,
  input: ListTaskDefinitionFamiliesRequest,
): ListTaskDefinitionFamiliesResponse {
  const { familyPrefix = "", status = "ALL" } = input;
  const families = [...ecs.store.families.values()].filter((family) => {
    const active = [...family.revisions.values()].some((d) => d.status === "ACTIVE");
    return (
      family.name.startsWith(familyPrefix) && (status === "ALL" || active === (status === "ACTIVE"))
    );
  });
  const { items, nextToken } = listPage(families.map((f) => f.name).sort(), input, 100);
  return { families: items, nextToken };
}
