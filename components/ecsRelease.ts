import * as pulumi from "@pulumi/pulumi";
import { encodeEvent } from "../contract/events";
import { preflight, ServiceRollout, TaskDefinitionRevision, TaskRun } from "../provider/sdk";
import { once, reportFindings } from "./checkedRelease";
import { failFast } from "./errors/failFast";
import type { EcsReleaseArgs, MigrationArgs, ReleaseServiceArgs } from "./releaseArgs";
import { imageReference, releaseImage, type ReleaseImage } from "./releaseImage";
import type { ReleasedImage, ReleasedService } from "./releasedService";
import { checkArgs, orderedServices } from "./releasePlan";
import { invokeMessage, refusal } from "./errors/refusal";
import { restore, restoreRequest } from "./rollback";
import { runVariables } from "./runVariables";
import { slotsWarning } from "./slots";

/**
 * Puts images onto services of an ECS cluster: builds and pushes what has to be built, makes a
 * revision of each service's task definition, runs the one-off task, moves the services, and
 * succeeds only when ECS says that every one of them is done.
 */
export class EcsRelease extends pulumi.ComponentResource {
  declare readonly services: pulumi.Output<Record<string, ReleasedService>>;
  declare readonly images: pulumi.Output<Record<string, ReleasedImage>>;
  declare readonly commit: pulumi.Output<string>;

  constructor(name: string, args: EcsReleaseArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const request = restoreRequest();
    // What is brought back has been checked when it was released, by whatever commit did it.
    if (!request) checkArgs(name, args);
    super("slipway:index:EcsRelease", name, {}, opts);
    const { services, images, commit } = request
      ? restore(name, request, args.rollout ?? {}, { parent: this })
      : this.release(name, args);
    this.services = services;
    this.images = images;
    this.commit = commit;
    this.registerOutputs({ services, images, commit });
  }

  private release(name: string, args: EcsReleaseArgs) {
    const services = orderedServices(args);
    this.warnOfSlots(services.length);

    // Everything below hangs on preflight: where it fails, nothing is built, pushed or registered.
    const checked = this.preflight(args, services);
    const cluster = once(checked, args.cluster);
    const images = Object.entries(args.images).map(
      ([key, image]) =>
        [key, releaseImage(`${name}-${key}`, image, checked, { parent: this })] as const,
    );
    this.announceImages(args, images);
    const release: Release = { name, args, cluster, images: new Map(images) };

    const revisions = new Map(services.map((s) => [s.name, this.revision(release, s)] as const));
    const migrations = args.migration ? [this.migration(release, args.migration, revisions)] : [];
    // A service moves when everything that any of them needs is there.
    const needed = [...revisions.values(), ...migrations];
    const rollouts = new Map<string, ServiceRollout>();
    for (const service of services) {
      rollouts.set(service.name, this.rollout(release, service, revisions, rollouts, needed));
    }

    return {
      commit: pulumi.output(args.commit),
      images: pulumi.output(
        Object.fromEntries(
          images.map(([key, { reference, digest }]) => [key, { reference, digest }]),
        ),
      ),
      services: pulumi.output(
        Object.fromEntries(
          [...rollouts].map(([key, { revision, outcome, deploymentId }]) => [
            key,
            {
              revision,
              image: imagesOf(revisions.get(key)),
              outcome: there(outcome, { kind: "not started" }).apply(({ kind }) => kind),
              deploymentId,
            },
          ]),
        ),
      ),
    };
  }

  /** The platforms to build for, once nothing stands in the way. */
  private preflight(
    args: EcsReleaseArgs,
    services: readonly ReleaseServiceArgs[],
  ): pulumi.Output<readonly string[]> {
    const wanted = pulumi.output({
      cluster: args.cluster,
      services: services.map((service) => ({
        ...revisionBase(service, services),
        images: Object.entries(args.images)
          .filter(([key]) => uses(service, key))
          .map(([key, image]) => ({
            repositoryUrl: image.repositoryUrl,
            reference: imageReference(image),
            ...containersOf(service, key),
          })),
        variables: Object.keys(args.environment ?? {}),
        version: versionOf(args, service),
      })),
      builds: Object.values(args.images).flatMap(({ build, repositoryUrl }) =>
        build ? [repositoryUrl] : [],
      ),
      existing: Object.values(args.images).flatMap((image) =>
        image.existing ? [imageReference(image)] : [],
      ),
      promoted: Object.values(args.images).flatMap((image) => {
        const { digest = "", copyFrom } = image.existing ?? {};
        if (!copyFrom) return [];
        const { repositoryUrl: from, aws } = copyFrom;
        return [{ reference: imageReference(image), from, digest, ...(aws && { aws }) }];
      }),
      ...(args.rollout?.timeout !== undefined && { timeout: args.rollout.timeout }),
      overtake: args.overtake ?? false,
    });
    return wanted.apply(async (known) => {
      try {
        const asked = { ...known, urn: await this.ownUrn() };
        const { findings, platforms } = await preflight(asked, { parent: this });
        reportFindings(findings, this);
        return platforms;
      } catch (error) {
        await failFast();
        if (pulumi.RunError.isInstance(error)) throw error;
        throw refusal(`Preflight failed; nothing was touched: ${invokeMessage(error)}`);
      }
    });
  }

  /** As a plain value: what depends on the component depends on its children, too. */
  private ownUrn(): Promise<string> {
    return new Promise((resolve) => void this.urn.apply(resolve));
  }

  private revision(
    { name, args, cluster, images }: Release,
    service: ReleaseServiceArgs,
  ): TaskDefinitionRevision {
    const used = [...images].filter(([key]) => uses(service, key));
    return new TaskDefinitionRevision(
      `${name}-${service.name}`,
      {
        cluster,
        ...revisionBase(service, orderedServices(args)),
        images: used.map(([key, { repositoryUrl, reference }]) => ({
          repositoryUrl,
          reference,
          ...containersOf(service, key),
        })),
        ...(args.environment && { environment: secretValues(args.environment) }),
        version: versionOf(args, service),
      },
      { parent: this, dependsOn: used.flatMap(([, { resources }]) => resources) },
    );
  }

  private migration(
    { name, args, cluster }: Release,
    { service, container, command, network, timeout }: MigrationArgs,
    revisions: ReadonlyMap<string, TaskDefinitionRevision>,
  ): TaskRun {
    const revision = revisions.get(service);
    const whole = orderedServices(args).find((one) => one.name === service) ?? { name: service };
    return new TaskRun(
      `${name}-migration`,
      {
        cluster,
        service,
        taskDefinition: revision?.taskDefinitionArn ?? "",
        container: container ?? firstContainer(revision),
        command,
        commit: commitOf(args, whole),
        ...(network && { network }),
        ...(timeout !== undefined && { timeout }),
      },
      { parent: this, dependsOn: [...revisions.values()] },
    );
  }

  private rollout(
    { name, args, cluster, images }: Release,
    service: ReleaseServiceArgs,
    revisions: ReadonlyMap<string, TaskDefinitionRevision>,
    rollouts: ReadonlyMap<string, ServiceRollout>,
    needed: readonly pulumi.Resource[],
  ): ServiceRollout {
    const revision = revisions.get(service.name);
    const before = (service.after ?? []).flatMap((other) => rollouts.get(other) ?? []);
    return new ServiceRollout(
      `${name}-${service.name}`,
      {
        cluster,
        service: service.name,
        taskDefinition: revision?.taskDefinitionArn ?? "",
        digests: digestsOf(revision, [...images.values()]),
        commit: commitOf(args, service),
        ...args.rollout,
      },
      { parent: this, dependsOn: [...needed, ...before] },
    );
  }

  private announceImages(
    { images }: EcsReleaseArgs,
    released: readonly (readonly [string, ReleaseImage])[],
  ): void {
    for (const [name, { reference, digest }] of released) {
      const existing = images[name]?.existing;
      pulumi.all([reference, existing ? digest : ""]).apply(([known, pinned]) =>
        pulumi.log.debug(
          encodeEvent({
            type: "image",
            name,
            action: existing ? "existing" : "build",
            reference: known,
            ...(pinned !== "" && { digest: pinned }),
          }),
          this,
        ),
      );
    }
  }

  private warnOfSlots(services: number): void {
    const warning = slotsWarning(services, runVariables().PULUMI_NODEJS_PARALLEL);
    if (warning !== undefined) void pulumi.log.warn(warning, this);
  }
}

/** What the children of one release share. */
interface Release {
  name: string;
  args: EcsReleaseArgs;
  cluster: pulumi.Output<string>;
  images: ReadonlyMap<string, ReleaseImage>;
}

function revisionBase({ name, base }: ReleaseServiceArgs, all: readonly ReleaseServiceArgs[]) {
  const siblings = all.map((service) => service.name).filter((other) => other !== name);
  return {
    service: name,
    ...(base && { base }),
    ...(siblings.length > 0 && { siblings: siblings.sort() }),
  };
}

/** A service that says nothing of its containers gets every image. */
function uses({ containers }: ReleaseServiceArgs, image: string): boolean {
  return containers === undefined || Object.values(containers).includes(image);
}

function containersOf(
  { containers }: ReleaseServiceArgs,
  image: string,
): { containers?: string[] } {
  if (containers === undefined) return {};
  const names = Object.keys(containers).filter((container) => containers[container] === image);
  return { containers: names.sort() };
}

/** Of what a service gets: images that were built one at a time are of several commits. */
function commitOf(
  { commit, images }: EcsReleaseArgs,
  service: ReleaseServiceArgs,
): pulumi.Input<string> {
  const own = Object.entries(images)
    .filter(([key]) => uses(service, key))
    .map(([, { version }]) => version);
  const [first] = own;
  return first !== undefined && own.every((one) => one === first) ? first : commit;
}

/** The variable's name stands beside its value, so that the engine's diff shows both. */
function versionOf(
  args: EcsReleaseArgs,
  service: ReleaseServiceArgs,
): pulumi.Output<Record<string, string>> {
  return pulumi
    .all([args.versionVariable ?? "DD_VERSION", commitOf(args, service)])
    .apply(([variable, version]) => ({ [variable]: version }));
}

function secretValues(
  environment: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Output<string>> {
  const sorted = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, pulumi.secret(value)]));
}

function digestsOf(
  revision: TaskDefinitionRevision | undefined,
  images: readonly ReleaseImage[],
): pulumi.Output<Record<string, string[]>> {
  const meant = images.map(({ reference, digests }) => ({ reference, digests }));
  return pulumi.all([there(revision?.containers, {}), meant]).apply(([containers, known]) => {
    const allowed: Record<string, string[]> = {};
    for (const { reference, digests } of known) {
      for (const container of containers[reference] ?? []) allowed[container] = [...digests];
    }
    return allowed;
  });
}

function firstContainer(revision: TaskDefinitionRevision | undefined): pulumi.Output<string> {
  return there(revision?.containers, {}).apply(
    (containers) => Object.values(containers).flat()[0] ?? "",
  );
}

function imagesOf(revision: TaskDefinitionRevision | undefined): pulumi.Output<string> {
  return there(revision?.images, {}).apply((images) =>
    [...new Set(Object.values(images))].join(","),
  );
}

/** An output, or `otherwise`: a resource that the engine leaves out (`--target`) has none. */
function there<T>(output: pulumi.Output<T> | undefined, otherwise: T): pulumi.Output<T> {
  if (output === undefined) return pulumi.output(otherwise) as pulumi.Output<T>;
  return output.apply<T>((value: T | undefined) => value ?? otherwise);
}
