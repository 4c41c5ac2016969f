import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentToPromote } from "../../contract/environmentToPromote";
import type { PromotedRelease } from "../../contract/promotedRelease";

/** The images that an environment runs, as they can be released elsewhere. */
export function getPromotedRelease(
  args: EnvironmentToPromote,
  opts?: pulumi.InvokeOptions,
): Promise<PromotedRelease> {
  return pulumi.runtime.invoke(
    "slipway:ecs:getPromotedRelease",
    args,
    opts,
  ) as Promise<PromotedRelease>;
}
