import * as pulumi from "@pulumi/pulumi";
import type { RevisionImageArgs } from "./taskDefinitionRevision";

export interface PreflightArgs {
  cluster: pulumi.Input<string>;
  services: pulumi.Input<PreflightServiceArgs>[];
  /** Repository URLs of the images to build: where Docker must be logged in. */
  builds?: pulumi.Input<string>[];
}

export interface PreflightServiceArgs {
  service: string;
  base?: "service" | "family";
  images: pulumi.Input<RevisionImageArgs>[];
  /** Names only. */
  variables: string[];
  versionVariable?: pulumi.Input<string>;
  version: pulumi.Input<string>;
  siblings?: string[];
}

export interface Finding {
  level: "error" | "warning";
  code: string;
  service?: string;
  message: string;
  remedy: string;
}

export interface PreflightResult {
  findings: Finding[];
  /** What the services run on, as `os/arch`. */
  platforms: string[];
}

/** Everything that stands in the way of a release. Reads only. */
export function preflight(
  args: PreflightArgs,
  opts?: pulumi.InvokeOptions,
): pulumi.Output<PreflightResult> {
  return pulumi.runtime.invokeOutput("slipway:ecs:preflight", args, opts);
}
