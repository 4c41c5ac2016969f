import type { Ecs } from "../../createEcs";
import { checkTags, mergeTags } from "../../rules/tags";
import type { TagResourceRequest, TagResourceResponse } from "../../shapes";
import { taggedResource } from "../../taggedResource";

export function tagResource(ecs: Ecs, input: TagResourceRequest): TagResourceResponse {
  const resource = taggedResource(ecs, input.resourceArn);
  const merged = mergeTags(resource.tags, input.tags);
  checkTags(merged);
  resource.tags = merged;
  return {};
}
