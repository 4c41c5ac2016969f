import { z } from "zod";
import { credentialFindings } from "../../targets/ecs/preflight/credentials";
import type { Finding } from "../../contract/finding";
import { preflight as findProblems } from "../../targets/ecs/preflight/preflight";
import { preflightWhenClear } from "../../targets/ecs/preflight/preflightWhenClear";
import { platformOf } from "../../targets/ecs/taskDefinition/platform";
import type { RevisionRequest } from "../../targets/ecs/taskDefinition/revisions";
import type { ProviderFunction } from "../resource";
import { revisionInputs } from "../resources/revisionInputs";
import { namedVersion } from "../resources/taskDefinitionRevision";
import type { ProviderDependencies } from "../providerDependencies";
import { ignoredFlags } from "./ignoredFlags";
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
  /** Seconds that the rollouts may take, and that those of others are waited for. */
  timeout: z.number().positive().default(3600),
  /** Rollouts of others are superseded, not waited for. */
  overtake: z.boolean().default(false),
  /** Flags of the run that a provider of the program's own may not have. */
  region: z.string().optional(),
  profile: z.string().optional(),
  /** The release's, for what is said while it waits. */
  urn: z.string().default(""),
});

export type PreflightArgs = z.infer<typeof preflightArgs>;

export interface PreflightResult {
  findings: Finding[];
  /** What the services run on, as `os/arch`; empty where ECS doesn't say. */
  platforms: string[];
}

type PreflightServices = Pick<
  ProviderDependencies,
  | "ecs"
  | "logs"
  | "roles"
  | "secrets"
  | "registry"
  | "registryOf"
  | "logins"
  | "credentialsEnd"
  | "clock"
  | "pollInterval"
  | "own"
>;

/** Everything that stands in the way of a release, before anything is touched. */
export function preflight({
  logins,
  credentialsEnd,
  pollInterval,
  own,
  ...services
}: PreflightServices): ProviderFunction<PreflightArgs, PreflightResult> {
  return {
    inputs: preflightArgs,
    async call(args, { signal, preview, log }) {
      const { cluster, builds, existing, promoted, timeout, overtake, urn } = args;
      const request = { cluster, services: args.services.map(requestOf), existing };
      const sources = { ...services, registry: withPromoted(services, promoted) };
      const said = log(urn);
      const tell = (service: string, status: string) => {
        said.status(`${service}: ${status}`);
        said.event({ type: "waiting", service, status });
      };
      const [{ findings, plans }, loginFindings, end] = await Promise.all([
        preview || overtake
          ? findProblems(sources, request, signal)
          : preflightWhenClear(sources, request, { timeout, pollInterval, tell }, signal),
        // A preview needs no Docker.
        missingLogins(logins, preview ? [] : builds, signal),
        // Where there are none, the findings say so.
        preview ? undefined : credentialsEnd().catch(() => undefined),
      ]);
      const platforms = builds.length > 0 ? plans.flatMap(({ input }) => platformOf(input)) : [];
      const ending = credentialFindings(end, services.clock.now(), timeout);
      return {
        findings: [...ignoredFlags(args, own), ...findings, ...loginFindings, ...ending],
        platforms: [...new Set(platforms)],
      };
    },
  };
}

type ServiceRequest = Omit<RevisionRequest, "cluster">;

function requestOf(service: PreflightArgs["services"][number]): ServiceRequest {
  const { variables, images, version, ...rest } = service;
  const environment = Object.fromEntries(variables.map((name) => [name, ""]));
  return { ...rest, change: { images, environment, ...namedVersion(version) } };
}
