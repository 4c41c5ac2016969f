import { z } from "zod";
import { preflight as findProblems, type Finding } from "../../ecs/preflight";
import { planRevision, type RevisionRequest } from "../../ecs/taskDefinition/revisions";
import type { ProviderFunction } from "../resource";
import { namedVersion, revisionInputs } from "../resources/taskDefinitionRevision";
import type { Services } from "../services";
import { missingLogins } from "./missingLogins";
import { platformOf } from "./platform";

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
  logins,
}: Pick<Services, "ecs" | "logins">): ProviderFunction<PreflightArgs, PreflightResult> {
  return {
    inputs: preflightArgs,
    async call({ cluster, services, builds }, { signal, preview }) {
      const requests = services.map(requestOf);
      const [findings, loginFindings, platforms] = await Promise.all([
        findProblems(ecs, { cluster, services: requests }, signal),
        // A preview needs no Docker.
        missingLogins(logins, preview ? [] : builds, signal),
        builds.length > 0 ? platformsOf({ ecs }, cluster, requests, signal) : [],
      ]);
      // Without the values of variables another revision with the same content looks like a stray
      // one; the resource that has the values says it.
      const sure = findings.filter(({ code }) => code !== "NEWER_REVISION");
      return { findings: [...sure, ...loginFindings], platforms };
    },
  };
}

type ServiceRequest = Omit<RevisionRequest, "cluster">;

function requestOf(service: PreflightArgs["services"][number]): ServiceRequest {
  const { variables, images, version, ...rest } = service;
  const environment = Object.fromEntries(variables.map((name) => [name, ""]));
  return { ...rest, change: { images, environment, ...namedVersion(version) } };
}

async function platformsOf(
  { ecs }: Pick<Services, "ecs">,
  cluster: string,
  services: readonly ServiceRequest[],
  signal: AbortSignal,
): Promise<string[]> {
  const plans = await Promise.all(
    services.map((service) =>
      // What goes wrong here is among the findings.
      planRevision(ecs, { ...service, cluster }, signal).catch(() => undefined),
    ),
  );
  const platforms = plans.flatMap((plan) => (plan ? platformOf(plan.input) : []));
  return [...new Set(platforms)];
}
