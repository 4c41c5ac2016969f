import type { Ecs } from "../../createEcs";
import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "../../shapes";
import { taggedResource } from "../../taggedResource";

export function listTagsForResource(
  ecs: Ecs,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  return { tags: taggedResource(ecs, input.resourceArn).tags };
}
