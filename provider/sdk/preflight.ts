import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../../contract/finding";

export interface PreflightArgs {
  cluster: string;
  services: PreflightServiceArgs[];
  /** Repository URLs of the images to build: where Docker must be logged in. */
  builds?: string[];
  /** References of the images that are released as they are. */
  existing?: string[];
  /** Those of them that are still to be brought here, and where they are until then. */
  promoted?: { reference: string; from: string; digest: string; aws?: object }[];
  /** Seconds that the rollouts may take, and that those of others are waited for. */
  timeout?: number;
  /** Rollouts of others are superseded, not waited for. */
  overtake?: boolean;
  /** Flags of the run, which the provider has to have. */
  region?: string;
  profile?: string;
  /** URN of the release, for the messages while it waits. */
  urn?: string;
}

export interface PreflightServiceArgs {
  service: string;
  base?: "service" | "family";
  images: { repositoryUrl: string; reference: string; containers?: string[] }[];
  /** Names only. */
  variables: string[];
  /** Variable → version. */
  version: Record<string, string>;
  siblings?: string[];
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
): Promise<PreflightResult> {
  return pulumi.runtime.invoke("slipway:ecs:preflight", args, opts) as Promise<PreflightResult>;
}
