import type { Ecs } from "../../createEcs";
import { listPage } from "../../listPage";
import type { ListTaskDefinitionsRequest, ListTaskDefinitionsResponse } from "../../shapes";

/**
 * By family, then by number of the revision; `familyPrefix` is the whole name of a family (api/ListTaskDefinitions).
 */
export function listTaskDefinitions(
  ecs: Ecs,
  input: ListTaskDefinitionsRequest,
): ListTaskDefinitionsResponse {
  const { familyPrefix, status = "ACTIVE", sort = "ASC" } = input;
  const all = [...ecs.store.families.values()]
    .filter((f) => familyPrefix === undefined || f.name === familyPrefix)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((f) => [...f.revisions.values()])
    .filter((d) => d.status === status)
    .map((d) => d.arn);
  if (sort === "DESC") all.reverse();
  const { items, nextToken } = listPage(all, input, 100);
  return { taskDefinitionArns: items, nextToken };
}
