import type { Ecs } from "../../createEcs";
import type { UntagResourceRequest, UntagResourceResponse } from "../../shapes";
import { taggedResource } from "../../taggedResource";

export function untagResource(ecs: Ecs, input: UntagResourceRequest): UntagResourceResponse {
  const resource = taggedResource(ecs, input.resourceArn);
  resource.tags = resource.tags.filter((tag) => !input.tagKeys.includes(tag.key ?? ""));
  return {};
}
