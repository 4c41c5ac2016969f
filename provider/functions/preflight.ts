import { z } from "zod";
import type { Finding } from "../../ecs/preflight/finding";
import { preflight as findProblems } from "../../ecs/preflight/preflight";
import { platformOf } from "../../ecs/taskDefinition/platform";
import type { RevisionRequest } from "../../ecs/taskDefinition/revisions";
import type { ProviderFunction } from "../resource";
import { namedVersion, revisionInputs } from "../resources/taskDefinitionRevision";
import type { Services } from "../services";
import { missingLogins } from "./missingLogins";
import { promotedImageArgs, withPromoted } from "./promotedImages";

const text = z.string().min(1, "must not be empty");

const preflightArgs = z.object({
  cluster: text,
  services: z.array(
    revisionInputs
      .omit({ cluster: true, environment: true })
      // Names are enough: no value leaves the program before something is registered.
      .extend({ variables: z.array(z.string()).default([]) }),
  ),
  /** Repository URLs of the images that are going to be built and pushed. */
  builds: z.array(text).default([]),
  /** References of the images that are released as they are. */
  existing: z.array(text).default([]),
  /** Those of them that are still to be brought here. */
  promoted: z.array(promotedImageArgs).default([]),
});

export type PreflightArgs = z.infer<typeof preflightArgs>;

export interface PreflightResult {
  findings: Finding[];
  /** What the services run on, as `os/arch`; empty where ECS doesn't say. */
  platforms: string[];
}

/** Everything that stands in the way of a release, before anything is touched. */
export function preflight({
  ecs,
  logs,
  logins,
  ...registries
}: Pick<Services, "ecs" | "logs" | "registry" | "registryOf" | "logins">): ProviderFunction<
  PreflightArgs,
  PreflightResult
> {
  return {
    inputs: preflightArgs,
    async call({ cluster, services, builds, existing, promoted }, { signal, preview }) {
      const request = { cluster, services: services.map(requestOf), existing };
      const registry = withPromoted(registries, promoted);
      const [{ findings, plans }, loginFindings] = await Promise.all([
        findProblems({ ecs, logs, registry }, request, signal),
        // A preview needs no Docker.
        missingLogins(logins, preview ? [] : builds, signal),
      ]);
      // Without the values of variables another revision with the same content looks like a stray
      // one; the resource that has the values says it.
      const sure = findings.filter(({ code }) => code !== "NEWER_REVISION");
      const platforms = builds.length > 0 ? plans.flatMap(({ input }) => platformOf(input)) : [];
      return { findings: [...sure, ...loginFindings], platforms: [...new Set(platforms)] };
    },
  };
}

type ServiceRequest = Omit<RevisionRequest, "cluster">;

function requestOf(service: PreflightArgs["services"][number]): ServiceRequest {
  const { variables, images, version, ...rest } = service;
  const environment = Object.fromEntries(variables.map((name) => [name, ""]));
  return { ...rest, change: { images, environment, ...namedVersion(version) } };
}
