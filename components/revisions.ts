import * as pulumi from "@pulumi/pulumi";
import { TaskDefinitionRevision } from "../provider/sdk";
import type { Release } from "./release";
import type { ReleaseServiceArgs } from "./releaseArgs";
import { containersOf, uses, versionOf } from "./serviceImages";

/** By service. */
export type Revisions = ReadonlyMap<string, TaskDefinitionRevision>;

/** Declares a new revision of each service's task definition. */
export function declareRevisions(release: Release): Revisions {
  return new Map(release.services.map((service) => [service.name, revision(release, service)]));
}

function revision(
  { name, args, services, cluster, images, parent }: Release,
  service: ReleaseServiceArgs,
): TaskDefinitionRevision {
  const used = [...images].filter(([key]) => uses(service, key));
  return new TaskDefinitionRevision(
    `${name}-${service.name}`,
    {
      cluster,
      ...revisionBase(service, services),
      images: used.map(([key, { repositoryUrl, reference }]) => ({
        repositoryUrl,
        reference,
        ...containersOf(service, key),
      })),
      environment: args.environment && secretValues(args.environment),
      version: versionOf(args, service),
    },
    { parent, dependsOn: used.flatMap(([, { resources }]) => resources) },
  );
}

/** The revision that a service's new one is copied from. */
export function revisionBase(
  { name, base }: ReleaseServiceArgs,
  all: readonly ReleaseServiceArgs[],
): { service: string; base?: "service" | "family"; siblings?: string[] } {
  const siblings = all.map((service) => service.name).filter((other) => other !== name);
  return { service: name, base, siblings: siblings.length > 0 ? siblings.sort() : undefined };
}

function secretValues(
  environment: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Output<string>> {
  const sorted = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, pulumi.secret(value)]));
}
